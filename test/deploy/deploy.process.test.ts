/** The files of deploy/: each is checked by the program that reads it, or by the part of ours that does. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { loadConfig } from '../../src/cli/settings/config.ts'
import { haproxyPath, isHaproxyMissing } from '../haproxy.ts'
import { isSkipped, makeEnvironment, makingTimeout } from '../python/python-environment.ts'

const deploy = fileURLToPath(new URL('../../deploy/', import.meta.url))
const read = (file: string): string => readFileSync(join(deploy, file), 'utf8')
const manifests = readdirSync(join(deploy, 'kubernetes')).map((name) => join('kubernetes', name))

// oxlint-disable-next-line no-explicit-any -- resources of every kind
type Resource = any
const resources: Resource[] = manifests.flatMap((file) =>
  parseAllDocuments(read(file)).map((document) => document.toJS()),
)

describe('manifests of Kubernetes', () => {
  describe.skipIf(isSkipped('kubernetes'))('by its own schemas', () => {
    let bin: string
    let folder: string
    beforeAll(async () => {
      bin = await makeEnvironment('kubernetes')
      folder = mkdtempSync(join(tmpdir(), 'dataops-kubernetes-'))
    }, makingTimeout)
    afterAll(() => rmSync(folder, { recursive: true, force: true }))

    /** What is not right about a file: anything but that each resource passed. */
    function complaints(files: readonly string[], version: string): string[] {
      const command = ['--strict', '-k', version, ...files]
      const { stdout, stderr, status } = spawnSync(join(bin, 'kubernetes-validate'), command, { encoding: 'utf8' })
      const lines = `${stdout}${stderr}`.split('\n').filter((line) => line !== '')
      const wrong = lines.filter((line) => !/^INFO \S+ passed /.test(line))
      return status === 0 || wrong.length > 0 ? wrong : [`exit code ${status}`]
    }

    test.each(['1.30.0', '1.37.0'])('of version %s are valid, without a warning', (version) => {
      expect(manifests.length).toBe(3)
      expect(
        complaints(
          manifests.map((file) => join(deploy, file)),
          version,
        ),
      ).toEqual([])
    })

    test.each([
      ['a field that there is not', 'apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {selectors: {}}\n'],
      ['a kind that nobody knows', 'apiVersion: apps/v1\nkind: Deployments\nmetadata: {name: x}\n'],
    ])('with %s would not be', (_, text) => {
      const file = join(folder, 'wrong.yaml')
      writeFileSync(file, text)
      expect(complaints([file], '1.37.0')).not.toEqual([])
    })
  })

  test('name each other by labels and names that there are', () => {
    const named = (kind: string, name: string): Resource =>
      resources.find((each) => each.kind === kind && each.metadata.name === name)
    const pods = resources.flatMap((each) => each.spec?.template?.metadata.labels ?? [])
    const isChosen = (labels: Record<string, string>): boolean =>
      pods.some((pod) => Object.entries(labels).every(([key, value]) => pod[key] === value))
    const chosen = resources.flatMap(({ spec = {} }) => [
      spec.selector?.matchLabels,
      spec.podSelector?.matchLabels,
      ...(spec.clusterIP !== undefined || spec.ports ? [spec.selector] : []),
      ...(spec.ingress ?? []).flatMap(({ from = [] }: Resource) =>
        from.map((each: Resource) => each.podSelector.matchLabels),
      ),
    ])
    const labels = chosen.filter((each) => each !== undefined)
    expect(labels.length).toBeGreaterThan(10)
    expect(labels.filter((each) => !isChosen(each))).toEqual([])
    const { scaleTargetRef } = named('HorizontalPodAutoscaler', 'dataops-env').spec
    expect(named(scaleTargetRef.kind, scaleTargetRef.name)).toBeDefined()
    const [server] = named('Deployment', 'dataops-env').spec.template.spec.containers
    const { journal } = configOf(Object.fromEntries(server.env.map((each: Resource) => [each.name, each.value])))
    const store = new URL(journal as string)
    const service = named('Service', store.hostname)
    expect(service.spec.ports[0].port).toBe(Number(store.port))
    expect(named('StatefulSet', 'dataops-env-store').spec.serviceName).toBe(store.hostname)
  })

  test('leave the file system of every container as it is, and no rights to it', () => {
    const containers = resources.flatMap((each) => each.spec?.template?.spec.containers ?? [])
    expect(containers).toHaveLength(3)
    for (const { securityContext, resources: room, image } of containers) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      })
      expect(room.limits.memory).toBeDefined()
      expect(image).toMatch(/:\d/)
    }
  })

  test('have the file of the proxy as it is', () => {
    const map = resources.find(({ kind }) => kind === 'ConfigMap')
    expect(map.data['haproxy.cfg']).toBe(read('haproxy-dns.cfg'))
  })
})

/** The settings of a server that is started with these variables: what is wrong with them is thrown. */
function configOf(env: Record<string, string>): ReturnType<typeof loadConfig>['server'] {
  const { server } = loadConfig({ env })
  expect(Object.keys(env).length).toBeGreaterThan(3)
  expect(server.journal).toMatch(/^redis:/)
  return server
}

describe('replicas', () => {
  /** Of compose, Kubernetes and systemd. */
  const environments: readonly (readonly [string, Record<string, string>])[] = [
    ['compose.yaml', parse(read('compose.yaml')).services.replica.environment],
    [
      'kubernetes',
      Object.fromEntries(
        resources
          .find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'dataops-env')
          .spec.template.spec.containers[0].env.map(({ name, value }: Resource) => [name, value]),
      ),
    ],
    [
      'systemd',
      Object.fromEntries(
        [...read('systemd/dataops-env@.service').matchAll(/^Environment=(\w+)=(.*)$/gm)].map(([, name, value]) => [
          name,
          value,
        ]),
      ),
    ],
  ]

  test.each(environments)(
    'of %s share a store, drain for longer than the proxy looks, and fit their memory',
    (name, env) => {
      const { drainMs, memoryBytes, requireSession } = configOf(env)
      expect(drainMs).toBeGreaterThanOrEqual(4000)
      expect(memoryBytes).toBeLessThan(2 ** 30)
      const isAsked = requireSession || /--require-session/.test(read('systemd/dataops-env@.service'))
      expect([name, isAsked]).toEqual([name, true])
    },
  )

  test('of systemd listen where the proxies look', () => {
    const unit = read('systemd/dataops-env@.service')
    expect(unit).toContain('--host 127.0.0.1 --port %i --require-session')
    for (const file of ['haproxy.cfg', 'nginx.conf']) {
      const ports = [...read(file).matchAll(/^\s+server (?:\w+ )?127\.0\.0\.1:(\d+)/gm)].map(([, port]) => port)
      expect([file, ports]).toEqual([file, ['7861', '7862', '7863', '7864']])
    }
  })
})

describe('compose.yaml', () => {
  const { services, volumes } = parse(read('compose.yaml'))

  test('has what its services name', () => {
    for (const service of Object.values<Resource>(services)) {
      const needed = Array.isArray(service.depends_on) ? service.depends_on : Object.keys(service.depends_on ?? {})
      for (const name of needed) expect(services).toHaveProperty(name)
      for (const mount of service.volumes ?? []) {
        const [source] = mount.split(':')
        if (source.startsWith('./')) expect(read(source.slice(2))).not.toBe('')
        else expect(volumes).toHaveProperty(source)
      }
    }
    expect(services).toHaveProperty(services.proxy.environment.DATAOPS_REPLICAS)
    expect(services).toHaveProperty(new URL(services.replica.environment.DATAOPS_JOURNAL).hostname)
  })

  test('and Kubernetes start one store, which keeps every step', () => {
    const [valkey] = resources.find(({ kind }) => kind === 'StatefulSet').spec.template.spec.containers
    expect(valkey.args).toEqual(services.store.command)
    expect(valkey.image).toBe(services.store.image)
    expect(valkey.args.join(' ')).toContain('--appendonly yes --appendfsync always')
  })
})

describe.skipIf(isHaproxyMissing)('HAProxy', () => {
  test.each(['haproxy.cfg', 'haproxy-dns.cfg'])('takes %s without a warning', (file) => {
    const { status, stdout, stderr } = spawnSync(haproxyPath, ['-c', '-f', join(deploy, file)], {
      encoding: 'utf8',
      env: { ...process.env, DATAOPS_REPLICAS: 'replica' },
    })
    expect([status, stderr.includes('WARNING'), stdout + stderr]).toEqual([0, false, expect.stringContaining('valid')])
  })
})

# Two stages: the first has the compiler, the second only what runs. The tags are full versions; no registry
# was at hand to look their digests up, so pin them by digest where you build for others.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/build.mjs scripts/build-web.mjs scripts/bundle-programs.mjs scripts/gallery.mjs ./scripts/
COPY src ./src
COPY web ./web
RUN npm run build

FROM node:24.21.0-bookworm-slim AS runtime
LABEL org.opencontainers.image.title="DataOps-Env" \
      org.opencontainers.image.description="A reinforcement-learning environment in which agents repair corrupted SQLite databases with SQL." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.documentation="README.md"
ENV NODE_ENV=production \
    DATAOPS_HOST=0.0.0.0 \
    PORT=7860
WORKDIR /app
COPY package.json package-lock.json ./
# prepare would call the compiler, which is not here.
RUN npm ci --omit=dev --ignore-scripts
COPY --from=build /app/dist ./dist
COPY configs ./configs
COPY README.md LICENSE CHANGELOG.md openenv.yaml ./
# `node` of the base image, by number, so that a host can check it. Nothing is written to the image at run time.
USER 1000
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.DATAOPS_PORT || process.env.PORT}/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/cli/main.js", "serve"]

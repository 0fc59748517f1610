FROM node:22-bookworm-slim AS build
# better-sqlite3 comes ready-made for common machines; where it does not, npm compiles it with these.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json bundle.mjs ./
COPY schema ./schema
COPY src ./src
RUN npm run build && npm prune --omit=dev

FROM node:22-bookworm-slim
LABEL org.opencontainers.image.title="authlete-gm-mock" \
  org.opencontainers.image.description="A self-hosted stand-in for Authlete 3.0's Grant Management API" \
  org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production \
  GM_MOCK_HOST=0.0.0.0 \
  GM_MOCK_LOG_FORMAT=json
WORKDIR /app
COPY package.json LICENSE ./
COPY fixtures ./fixtures
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/build ./build
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 4277
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --start-interval=250ms --retries=3 \
  CMD ["node", "build/bundle/main.js", "healthcheck"]
ENTRYPOINT ["node", "build/bundle/main.js"]
CMD ["start"]

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The image brings its Node.js, so the one that the package node would fetch is left out.
RUN npm ci --ignore-scripts
COPY tsconfig.json bundle.mjs commonjs.mjs fresh.mjs licences.mjs module-tables.mjs parsed-texts.mjs prune.mjs types.mjs validators.mjs ./
COPY fixtures ./fixtures
COPY schema ./schema
COPY src ./src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="authlete-gm-mock" \
  org.opencontainers.image.description="A self-hosted stand-in for Authlete 3.0's Grant Management API" \
  org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production \
  GM_MOCK_HOST=0.0.0.0 \
  GM_MOCK_LOG_FORMAT=json
WORKDIR /app
COPY package.json LICENSE ./
COPY assets ./assets
COPY fixtures ./fixtures
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/build ./build
RUN mkdir /data build/cache && chown node:node /data build/cache
USER node
# Compiles the code once, so that a container need not.
RUN ["node", "build/bundle/main.js", "exec", "--", "true"]
VOLUME /data
EXPOSE 4277
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --start-interval=250ms --retries=3 \
  CMD ["node", "build/bundle/main.js", "healthcheck"]
ENTRYPOINT ["node", "build/bundle/main.js"]
CMD ["start"]

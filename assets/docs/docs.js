const files = new URL('.', document.currentScript.src)

const ui = SwaggerUIBundle({
  url: new URL('../json', files).href,
  dom_id: '#contract',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  syntaxHighlight: { theme: 'nord' },
  validatorUrl: null,
  // In the demo world calls are authorized at once; the document tells the token.
  onComplete: () => {
    const schemes = ui.specSelectors.specJson().getIn(['components', 'securitySchemes'])
    for (const [name, scheme] of schemes.entrySeq())
      if (scheme.has('x-demo-token')) ui.preauthorizeApiKey(name, scheme.get('x-demo-token'))
  },
})

/** What makes text harmless wherever it goes: numbers, codes, escaped text. */
export const cleaners =
  /^(Number|parseInt|parseFloat|Boolean|BigInt|encodeURIComponent|encodeURI|length|indexOf|includes|test|has|startsWith|endsWith|some|every|findIndex|.*((?<!un)(?:escape|quote)|sanit|encode|hash|digest|stringify|valid|assert|basename|isSafe|allow|clean|normali[sz]eHost|toInt).*)$/i;
/** Methods whose result is made of what they are called on. */
export const passing =
  /^(trim|trimStart|trimEnd|toString|slice|substring|substr|split|join|concat|toLowerCase|toUpperCase|replace|replaceAll|at|pop|shift|filter|map|flatMap|flat|find|reverse|sort|text|json|buffer|arrayBuffer|then|values|entries|keys|get|match|exec|padStart|padEnd|repeat|valueOf|charAt)$/;
/** Functions whose result is made of their arguments. */
export const joining =
  /^(String|Array|path\.(posix\.)?(join|resolve|normalize|format|dirname|toNamespacedPath)|util\.format|Object\.(assign|values|entries|keys)|JSON\.parse|decodeURIComponent|decodeURI|unescape|atob|Buffer\.(from|concat)|URL|URLSearchParams|Promise\.(all|resolve)|structuredClone|(querystring|qs|query-string|querystringify)\.(parse|decode|extract)|fs\.realpath(Sync)?|url\.(parse|resolve|format|fileURLToPath)|Array\.from|stream\/consumers\.\w+|(vue\.)?(ref|shallowRef|reactive|toRef|unref)|react\.useState|\$(state|derived))$/;

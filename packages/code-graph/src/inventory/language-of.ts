const byExtension: ReadonlyMap<string, string> = new Map(
  Object.entries({
    typescript: 'ts tsx mts cts',
    javascript: 'js jsx mjs cjs',
    vue: 'vue',
    svelte: 'svelte',
    astro: 'astro',
    python: 'py pyi pyx',
    ruby: 'rb rake gemspec',
    go: 'go',
    rust: 'rs',
    java: 'java',
    kotlin: 'kt kts',
    scala: 'scala sc sbt',
    groovy: 'groovy gradle',
    swift: 'swift',
    'objective-c': 'm mm',
    c: 'c h',
    'c++': 'cc cpp cxx hpp hh hxx ipp',
    'c#': 'cs',
    'f#': 'fs fsx fsi',
    php: 'php',
    perl: 'pl pm',
    lua: 'lua',
    r: 'r',
    julia: 'jl',
    haskell: 'hs',
    ocaml: 'ml mli',
    elixir: 'ex exs',
    erlang: 'erl hrl',
    clojure: 'clj cljs cljc edn',
    dart: 'dart',
    zig: 'zig',
    nim: 'nim',
    solidity: 'sol',
    shell: 'sh bash zsh fish',
    powershell: 'ps1 psm1',
    sql: 'sql',
    graphql: 'graphql gql',
    protobuf: 'proto',
    css: 'css scss sass less styl',
    html: 'html htm xhtml',
    template: 'hbs ejs pug njk liquid mustache',
    markdown: 'md mdx markdown',
    text: 'txt rst adoc tex',
    json: 'json jsonc json5 webmanifest map',
    yaml: 'yaml yml',
    toml: 'toml',
    xml: 'xml xsd svg plist csproj',
    ini: 'ini cfg conf properties env',
    csv: 'csv tsv',
    terraform: 'tf tfvars hcl',
    nix: 'nix',
    cmake: 'cmake',
    make: 'mk',
  }).flatMap(([language, extensions]) => extensions.split(' ').map((extension) => [extension, language] as const)),
);

const byName: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Makefile: 'make',
    GNUmakefile: 'make',
    Dockerfile: 'dockerfile',
    Containerfile: 'dockerfile',
    'CMakeLists.txt': 'cmake',
    Rakefile: 'ruby',
    Gemfile: 'ruby',
    Jenkinsfile: 'groovy',
    'go.mod': 'go',
    Procfile: 'text',
    LICENSE: 'text',
    README: 'text',
  }),
);

const notCode = new Set(['markdown', 'text', 'json', 'yaml', 'toml', 'xml', 'ini', 'csv', 'html', 'unknown']);

/** The language by the file's name alone; `unknown` where the name does not tell. */
export function languageOf(path: string): string {
  return byName.get(fileNameOf(path)) ?? byExtension.get(extensionOf(path)) ?? 'unknown';
}

export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Without the dot, in lower case; empty for a name such as `.env`. */
export function extensionOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') + 1 ? path.slice(dot + 1).toLowerCase() : '';
}

/** True for languages that hold behaviour, not prose, data or configuration. */
export function isCodeLanguage(language: string): boolean {
  return !notCode.has(language);
}

/** True for JavaScript and what is written in it. */
export function isScriptLanguage(language: string): boolean {
  return /^(?:typescript|javascript|vue|svelte|astro)$/.test(language);
}

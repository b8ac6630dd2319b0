/** What kind of file a path is, as far as it says how likely a secret in it is real. */
export type PathKind = 'production' | 'test' | 'documentation' | 'example' | 'generated' | 'published' | 'seed';

const testPath =
  /(?:^|\/)(?:__tests__|__mocks__|__fixtures__|__snapshots__|tests?|specs?|testing|testdata|test-data|fixtures?|mocks?|e2e|cypress|testutils?)(?:\/|$)|(?:^|[/._-])(?:tests?|spec|mock|fixture|stub)s?(?:[._-][\w.-]*)?\.\w+$|_test\.\w+$|(?:Tests?|Spec|IT)\.(?:java|kt|cs|scala|swift|groovy|php)$|\.snap$|(?:^|\/)\.env\.(?:test|testing|ci|e2e)(?:\.\w+)?$|(?:^|\/)phpunit\.xml$|\.(?:feature|t)$/i;
/** A folder that is named after what is tested in it, or after what tests: `Shop.Tests`, `ShopUITests`, `androidTest`. */
const testFolder = /(?:^|\/)[\w.-]*(?:[.-][Tt]ests?|[a-z\d]Tests?|UITests|testFixtures)\//;
const documentation =
  /\.(?:md|mdx|rst|adoc|textile|html?)$|(?:^|\/)(?:docs?|api-?docs?|documentation|website|wiki|changelogs?|blog)\/|(?:^|\/)(?:openapi|swagger)(?:[\w.-]*|\/(?:[^/]+\/)*[^/]+)\.(?:ya?ml|json)$|(?:^|\/)(?:readme|install|changes|changelog|news|faq)(?:\.txt)?$/i;
const example =
  /(?:^|\/)(?:examples?|samples?|demos?|tutorials?|playground|quickstart)(?:\/|$)|(?:^|[/._-])(?:example|sample|template|dist|defaults?|dummy)(?:\.[\w.-]+)?$|\.(?:example|sample|template|tmpl|dist|tpl)$/i;
const generated =
  /(?:^|\/)(?:vendor|third_party|\.yarn)\/|[.-]min\.(?:[cm]?js|css)$|(?:^|[/.-])bundle(?:[.-][\w.-]*)?\.js$|\.map$/i;

const seed = /(?:^|\/)(?:seed(?:s|ers?)?|factories)\/|(?:^|\/)seeds?\.\w+$/i;

const lockFile = /(?:^|\/)[\w.-]*(?:\.lock|[-.]lock\.(?:json|ya?ml)|shrinkwrap\.json|\.sum)$/i;

/** Whether a file says of what it names which content it had: long hex values in it are check sums. */
export function holdsCheckSums(path: string): boolean {
  return lockFile.test(path);
}

/** What package managers put there as it was published, and packages that were put there as they are. */
const published =
  /(?:^|\/)(?:node_modules|bower_components|\.yarn\/(?:releases|plugins|sdks|cache|unplugged)|(?:vendor|third_party|charts)\/(?:[^/]+\/)*[\w.-]+\.(?:tgz|tar\.gz|zip|whl|jar|gem|nupkg))\//;

export function pathKind(path: string): PathKind {
  if (published.test(path)) return 'published';
  if (testPath.test(path) || testFolder.test(path)) return 'test';
  if (example.test(path)) return 'example';
  if (generated.test(path) || lockFile.test(path)) return 'generated';
  if (seed.test(path)) return 'seed';
  return documentation.test(path) ? 'documentation' : 'production';
}

const translated =
  /(?:^|\/)(?:i18n|l10n|_{0,2}locales?|locali[sz]ations?|langs?|languages?|translations?|nls|[\w-]+\.lproj)\/|(?:^|\/)(?:values(?:-[\w+-]+)?\/strings\.xml|[a-z]{2}[-_][A-Z]{2}\.(?:json|ya?ml|properties|[jt]s))$|(?:^|[/._-])(?:messages|translations?|locale|strings)(?:[._-][a-z]{2}(?:[-_][A-Za-z]{2})?)?\.(?:json|ya?ml|properties)$|\.(?:po|pot|xlf|xliff|resx|strings|arb|ftl)$/;

/** Whether a file has the texts of a program in a language: words are not what they would be among settings. */
export function isTranslation(path: string): boolean {
  return translated.test(path);
}

/** Languages in which text that is not in quotation marks is code. */
const code =
  /\.(?:[cm]?[jt]sx?|vue|svelte|astro|html?|xhtml|jsp|aspx?|php\d?|phtml|py[wix]?|rb|erb|rake|go|rs|java|kts?|scala|groovy|cs|vb|fs|cc?|cpp|cxx|hh?|hpp|mm?|swift|dart|lua|pl|pm|r|jl|ex|exs|erl|hrl|hs|elm|clj[sc]?|lisp|el|ml|mli|nim|zig|sol|d|pas|hlsl|glsl|shader|compute|cginc|twig|ejs|njk|liquid|haml|slim|pug|jade|cshtml|vbhtml|razor|hbs|handlebars|mustache|f90|asm|s|wat|css|scss|sass|less|svg|tex|proto|graphql|map)$/i;
/** Endings that say what a file is for, not what is in it. */
const purpose = /\.(?:dist|example|sample|template|tmpl|tpl|bak|orig|old|default|local)$/i;

/** True where a value need not stand in quotation marks: settings, scripts, notes; not source code. */
export function allowsBareValues(path: string): boolean {
  return !code.test(path.replace(purpose, ''));
}

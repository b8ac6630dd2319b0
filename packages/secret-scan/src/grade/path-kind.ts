/** What kind of file a path is, as far as it says how likely a secret in it is real. */
export type PathKind = 'production' | 'test' | 'documentation' | 'example' | 'generated';

const testPath =
  /(?:^|\/)(?:__tests__|__mocks__|__fixtures__|__snapshots__|tests?|specs?|testing|testdata|test-data|fixtures?|mocks?|e2e|cypress|testutils?)(?:\/|$)|(?:^|[/._-])(?:tests?|spec|mock|fixture|stub)s?(?:[._-][\w.-]*)?\.\w+$|_test\.\w+$|(?:Tests?|Spec|IT)\.(?:java|kt|cs|scala|swift|groovy|php)$|\.snap$/i;
const documentation =
  /\.(?:md|mdx|rst|adoc|textile|html?)$|(?:^|\/)(?:docs?|documentation|website|wiki|changelogs?|blog)\//i;
const example =
  /(?:^|\/)(?:examples?|samples?|demos?|tutorials?|playground|quickstart)(?:\/|$)|(?:^|[/._-])(?:example|sample|template|dist|defaults?|dummy)(?:\.[\w.-]+)?$|\.(?:example|sample|template|tmpl|dist|tpl)$/i;
const generated =
  /(?:^|\/)(?:vendor|third_party|node_modules|bower_components|\.yarn)\/|\.min\.(?:js|css)$|\.map$|(?:^|\/)(?:package-lock\.json|pnpm-lock\.yaml|yarn\.lock|go\.sum|Cargo\.lock|poetry\.lock|composer\.lock|Gemfile\.lock|uv\.lock|bun\.lock|npm-shrinkwrap\.json)$/i;

export function pathKind(path: string): PathKind {
  if (testPath.test(path)) return 'test';
  if (example.test(path)) return 'example';
  if (generated.test(path)) return 'generated';
  return documentation.test(path) ? 'documentation' : 'production';
}

const settings =
  /\.(?:env|ya?ml|json5?|jsonc|properties|ini|cfg|conf|cnf|config|toml|xml|plist|tfvars|tf|hcl|sh|bash|zsh|fish|ps1|bat|cmd|txt|log|csv|tsv|sql|netrc|rc|service|htpasswd|pgpass|md|rst|adoc|ipynb|http|rest|ovpn|reg|gradle|pom|settings|credentials|secrets?|vars|local|development|production|staging)$/i;
const bareName = /(?:^|\/)(?:\.[\w.-]+|[^./]+|\.env(?:\.[\w.-]+)?|Dockerfile[\w.-]*|[\w.-]+rc)$/;

/** True where a value need not stand in quotation marks: settings, scripts, notes; not source code. */
export function allowsBareValues(path: string): boolean {
  return settings.test(path) || bareName.test(path) || /(?:^|\/)(?:Dockerfile|\.env)[\w.-]*$/.test(path);
}

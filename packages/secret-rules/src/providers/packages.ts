import { tokens } from '../define-rules.ts';

export const packageRegistries = [
  ...tokens('npm', 'npm token revoke <token>', [
    {
      id: 'npm-token',
      title: 'an access token of npm',
      starts: ['npm_'],
      body: '[A-Za-z0-9]{36}',
      checksum: 'crc32-base62',
      severity: 'critical',
      ok: ['npm_{a62:36}'],
      not: ['npm_{a62:20}', 'npm_config_registry'],
    },
  ]),
  ...tokens('PyPI', 'https://pypi.org/manage/account/token/', [
    {
      id: 'pypi-token',
      title: 'an upload token of PyPI',
      starts: ['pypi-AgEIcHlwaS5vcmc', 'pypi-AgENdGVzdC5weXBpLm9yZ'],
      body: '[\\w-]{50,1000}',
      severity: 'critical',
      notAfter: '[A-Za-z0-9]',
      ok: ['pypi-AgEIcHlwaS5vcmc{b64u:120}'],
      not: ['pypi-AgEIcHlwaS5vcmc{b64u:10}'],
    },
  ]),
  ...tokens('RubyGems', 'https://rubygems.org/profile/api_keys', [
    {
      id: 'rubygems-key',
      title: 'an API key of RubyGems',
      starts: ['rubygems_'],
      body: '[a-f0-9]{48}',
      severity: 'critical',
      ok: ['rubygems_{hex:48}'],
      not: ['rubygems_{hex:20}', 'rubygems_mirror'],
    },
  ]),
  ...tokens('crates.io', 'https://crates.io/settings/tokens', [
    {
      id: 'crates-io-token',
      title: 'an API token of crates.io',
      starts: ['cio'],
      body: '[A-Za-z0-9]{32}',
      severity: 'critical',
      minEntropy: 3.5,
      ok: ['cio{a62:32}'],
      not: ['cio{a62:20}'],
    },
  ]),
  ...tokens('NuGet', 'https://www.nuget.org/account/apikeys', [
    {
      id: 'nuget-key',
      title: 'an API key of NuGet',
      starts: ['oy2'],
      body: '[a-z0-9]{43}',
      severity: 'critical',
      minEntropy: 3.2,
      ok: ['oy2{a36:43}'],
      not: ['oy2{a36:20}'],
    },
  ]),
  ...tokens('Docker', 'https://app.docker.com/settings/personal-access-tokens', [
    {
      id: 'docker-token',
      title: 'an access token of Docker Hub',
      starts: ['dckr_pat_', 'dckr_oat_'],
      body: '[\\w-]{27,32}',
      severity: 'critical',
      notAfter: '[A-Za-z0-9]',
      ok: ['dckr_pat_{b64u:27}', 'dckr_oat_{b64u:32}'],
      not: ['dckr_pat_{b64u:10}'],
    },
  ]),
  ...tokens('JFrog', 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens', [
    {
      id: 'artifactory-api-key',
      title: 'an API key of Artifactory',
      starts: ['AKCp'],
      body: '[A-Za-z0-9]{69}',
      severity: 'critical',
      ok: ['AKCp{a62:69}'],
      not: ['AKCp{a62:30}'],
    },
    {
      id: 'artifactory-reference-token',
      title: 'a reference token of Artifactory',
      starts: ['cmVmd'],
      body: '[A-Za-z0-9]{59}',
      severity: 'critical',
      ok: ['cmVmd{a62:59}'],
      not: ['cmVmd{a62:20}'],
    },
  ]),
  ...tokens('Clojars', 'https://clojars.org/tokens', [
    {
      id: 'clojars-token',
      title: 'a deploy token of Clojars',
      starts: ['CLOJARS_'],
      body: '[a-f0-9]{60}',
      ok: ['CLOJARS_{hex:60}'],
      not: ['CLOJARS_{hex:20}', 'CLOJARS_PASSWORD'],
    },
  ]),
  ...tokens(
    'Terraform Cloud',
    'https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens',
    [
      {
        id: 'terraform-cloud-token',
        title: 'an API token of Terraform Cloud',
        keywords: ['.atlasv1.'],
        lead: 14,
        body: '[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_=-]{60,70}',
        severity: 'critical',
        ok: ['{a62:14}.atlasv1.{b64u:67}'],
        not: ['{a62:8}.atlasv1.{b64u:67}'],
      },
    ],
  ),
];

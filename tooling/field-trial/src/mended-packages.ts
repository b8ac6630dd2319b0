/** Versions of a package around the mend of a vulnerability in its own code. */
export interface MendedPackage {
  readonly name: string;
  readonly before: string;
  /** Has the mend; where the next version could not be had, a later one. */
  readonly after: string;
  readonly advisory: string;
  readonly kind: string;
}

export const mendedPackages: readonly MendedPackage[] = (
  [
    ['adm-zip', '0.4.7', '0.4.11', 'CVE-2018-1002204', 'path traversal in an archive'],
    ['unzipper', '0.8.12', '0.8.13', 'CVE-2018-1002203', 'path traversal in an archive'],
    ['tar', '6.1.0', '6.1.11', 'CVE-2021-32804', 'path traversal in an archive'],
    ['decompress', '4.2.0', '4.2.1', 'CVE-2020-12265', 'path traversal in an archive'],
    ['st', '0.2.4', '0.2.5', 'CVE-2014-3744', 'path traversal'],
    ['lodash', '4.17.4', '4.17.21', 'CVE-2018-16487', 'prototype pollution'],
    ['jquery', '3.3.1', '3.4.0', 'CVE-2019-11358', 'prototype pollution'],
    ['deep-extend', '0.5.0', '0.5.1', 'CVE-2018-3750', 'prototype pollution'],
    ['hoek', '4.2.0', '4.2.1', 'CVE-2018-3728', 'prototype pollution'],
    ['mixin-deep', '1.3.1', '1.3.2', 'CVE-2019-10746', 'prototype pollution'],
    ['merge-deep', '3.0.2', '3.0.3', 'CVE-2021-26707', 'prototype pollution'],
    ['minimist', '0.2.0', '1.2.8', 'CVE-2020-7598', 'prototype pollution'],
    ['set-value', '2.0.0', '4.0.1', 'CVE-2019-10747', 'prototype pollution'],
    ['dot-prop', '4.2.0', '4.2.1', 'CVE-2020-8116', 'prototype pollution'],
    ['undefsafe', '2.0.2', '2.0.3', 'CVE-2019-10795', 'prototype pollution'],
    ['property-expr', '2.0.2', '2.0.3', 'CVE-2020-7707', 'prototype pollution'],
    ['flat', '5.0.0', '5.0.1', 'CVE-2020-36632', 'prototype pollution'],
    ['ini', '1.3.5', '1.3.6', 'CVE-2020-7788', 'prototype pollution'],
    ['y18n', '4.0.0', '4.0.1', 'CVE-2020-7774', 'prototype pollution'],
    ['macaddress', '0.2.8', '0.2.9', 'CVE-2018-13797', 'command injection'],
    ['kill-port', '1.3.1', '1.3.2', 'CVE-2019-5414', 'command injection'],
    ['find-exec', '1.0.2', '1.0.3', 'CVE-2023-40582', 'command injection'],
    ['pdf-image', '1.0.5', '2.0.0', 'CVE-2018-3757', 'command injection'],
    ['node-notifier', '8.0.0', '8.0.1', 'CVE-2020-7789', 'command injection'],
    ['git-clone', '0.1.0', '0.2.0', 'CVE-2022-25900', 'command injection'],
    ['electron-packager', '4.2.0', '7.0.0', 'CVE-2016-10534', 'TLS not verified'],
    ['static-eval', '2.0.0', '2.0.2', 'CVE-2021-23334', 'code injection'],
    ['serialize-javascript', '1.7.0', '3.1.0', 'CVE-2020-7660', 'code injection'],
    ['ansi-regex', '5.0.0', '5.0.1', 'CVE-2021-3807', 'slow regular expression'],
    ['ua-parser-js', '0.7.23', '0.7.24', 'CVE-2021-27292', 'slow regular expression'],
    ['trim', '0.0.1', '0.0.3', 'CVE-2020-7753', 'slow regular expression'],
    ['semver', '7.5.1', '7.5.2', 'CVE-2022-25883', 'slow regular expression'],
  ] as const
).map(([name, before, after, advisory, kind]) => ({ name, before, after, advisory, kind }));

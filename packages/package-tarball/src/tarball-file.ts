/** The file name that npm, pnpm and yarn give the tarball of a package: `@x/a` 1.0.0 is `x-a-1.0.0.tgz`. */
export function tarballFileName(name: string, version: string): string {
  return `${name.replace(/^@/, '').replaceAll('/', '-')}-${version}.tgz`;
}

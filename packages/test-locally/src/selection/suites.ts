import picomatch from 'picomatch';
import { errors } from '../errors.ts';

/** Kinds of tests that folders and file names commonly tell. */
const customary =
  'unit integration e2e smoke contract functional acceptance system performance component browser'.split(' ');

/**
 * The files that belong to one of the suites. A suite is a name that a folder or file name has (`test/integration/`, `a.e2e.test.ts`), or
 * `name=pattern`. `unit` are also all files that no other suite claims.
 * @throws CDEV_E_TEST_LOCALLY_SUITE_INVALID for a suite without files
 */
export function filterSuites(files: readonly string[], suites: readonly string[]): ReadonlySet<string> {
  const chosen = new Set<string>();
  for (const suite of suites) {
    const [name = '', pattern] = suite.split(/=(.*)/s);
    const isMatch = pattern === undefined ? undefined : picomatch(pattern, { dot: true });
    const found = files.filter((path) => (isMatch ? isMatch(path) : belongs(path, name)));
    if (found.length === 0) {
      const known = [...new Set(files.flatMap((path) => customary.filter((one) => isNamed(path, one))))];
      throw errors.make('CDEV_E_TEST_LOCALLY_SUITE_INVALID', { value: suite, known: known.join(', ') });
    }
    for (const path of found) chosen.add(path);
  }
  return chosen;
}

function belongs(path: string, name: string): boolean {
  if (isNamed(path, name)) return true;
  return name === 'unit' && !customary.some((other) => isNamed(path, other));
}

function isNamed(path: string, name: string): boolean {
  const word = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(String.raw`(?:^|[/._-])${word}s?(?=[/._-])`, 'i').test(path);
}

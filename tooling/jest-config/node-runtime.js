// What jest asks for modules: Node's own loader, where jest would load and compile everything anew for each test file, in a realm
// of its own. The files of one package share what they import, as the parts of a program do.
import { createRequire, flushCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';
import { setGlobals } from './globals.js';

const require = createRequire(import.meta.url);
let imports = 0;

/** As far as jest 30 calls it (`runTest` of jest-runner, the adapter of jest-circus). */
export default class NodeRuntime {
  /** Circus keeps handlers and the tree of tests in its module: every test file gets it new. */
  requireInternalModule(path) {
    delete require.cache[path];
    return require(path);
  }

  requireModule(path) {
    return require(path);
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  /** A file that is run once more (`--watch`) is read once more. */
  async unstable_importModule(path) {
    imports += 1;
    const tests = await import(`${pathToFileURL(path).href}?${imports}`);
    // At once, not when this process ends: programs that the tests start from the sources find them compiled, also those that are killed,
    // which never keep what they compiled themselves.
    flushCompileCache();
    return tests;
  }

  setGlobalsForRuntime(globals) {
    setGlobals(globals);
  }

  getSourceMaps() {
    return new Map();
  }

  getAllCoverageInfoCopy() {
    return undefined;
  }

  enterTestCode() {}
  leaveTestCode() {}
  teardown() {}
}

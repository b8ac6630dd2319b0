// The world of a test file is the process itself; what a file changes of it ends with the file.
const { process } = globalThis;

export default class NodeEnvironment {
  global = globalThis;
  fakeTimers = null;
  fakeTimersModern = null;
  moduleMocker = null;
  #before = {
    env: { ...process.env },
    folder: process.cwd(),
    exit: Object.getOwnPropertyDescriptor(process, 'exit').value,
    exitCode: process.exitCode,
    argv: [...process.argv],
    console: globalThis.console,
    stackTraceLimit: Error.stackTraceLimit,
  };

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return null;
  }

  async setup() {}

  async teardown() {
    const { env, folder, exit, exitCode, argv, console, stackTraceLimit } = this.#before;
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
    process.chdir(folder);
    process.argv = argv;
    process.exit = exit;
    process.exitCode = exitCode;
    globalThis.console = console;
    Error.stackTraceLimit = stackTraceLimit;
    delete globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')];
  }
}

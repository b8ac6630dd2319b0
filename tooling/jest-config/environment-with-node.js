// The environment of tests on a Node where jest cannot load everything: gives them Node's own `createRequire`.
import { createRequire } from 'node:module';

const jest = createRequire(createRequire(import.meta.url).resolve('jest'));
const circus = createRequire(jest.resolve('@jest/core'));
const { TestEnvironment } = createRequire(circus.resolve('jest-config'))('jest-environment-node');

export default class EnvironmentWithNode extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.createRequireByNode = createRequire;
  }
}

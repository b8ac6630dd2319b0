import { basename } from 'node:path';
import { buildGraph, type DraftPackage } from '../graph/build-graph.ts';
import type { LockGraph } from '../graph/lock-graph.ts';
import { malformed, type LockSource } from '../lock-source.ts';

/** Configurations of what is not built into a product: tests, checks, what writes or compiles sources. */
const forDevelopment =
  /test|^(?:checkstyle|codenarc|detekt|devtool|errorprone|findbugs|jacoco|jmh|kapt|kotlinBuildTools|kotlinCompiler|kotlinNative|ksp|ktlint|lint|pmd|spotbugs|spotless)|annotationProcessor/i;

/**
 * `gradle.lockfile`, that of the build script or the settings, and one of the older files that have one configuration each. Who asks for what is not told.
 * @see https://docs.gradle.org/current/userguide/dependency_locking.html
 */
export function parseGradleLockfile(source: LockSource): LockGraph {
  const name = basename(source.file);
  const isOfBuild = /^(?:buildscript|settings)-/.test(name);
  const isOfOne = !/^(?:buildscript-|settings-)?gradle\.lockfile$/.test(name);
  const packages = new Map<string, DraftPackage>();
  const development = new Set<string>();
  let isWhole = isOfOne;
  for (const [index, written] of source.text.split(/\r?\n/).entries()) {
    const line = written.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('empty=')) {
      isWhole = true;
      continue;
    }
    const [, id = '', group = '', module = '', version = '', list] =
      /^(([^\s:=<>]+):([^\s:=<>]+):([^\s:=]+))(?:=(\S*))?$/.exec(line) ?? [];
    if (id === '')
      throw malformed(source, `"${line.slice(0, 80)}" is no module with its version`, {
        line: index + 1,
        command: writeCommand(isOfBuild),
      });
    packages.set(id, { id, name: `${group}:${module}`, version, origin: 'registry', edges: [] });
    const configurations = isOfOne ? [name.replace(/\.lockfile$/, '')] : (list ?? '').split(',');
    if (isOfBuild || configurations.every((each) => forDevelopment.test(each))) development.add(id);
  }
  return buildGraph({
    file: source.file,
    format: isOfBuild ? 'gradle-build' : 'gradle',
    formatVersion: '',
    ecosystem: 'Maven',
    packages: [...packages.values()],
    importers: [],
    development,
    ...(!isWhole && { gaps: ['It has no line of what is empty, as one that is cut off'] }),
  });
}

function writeCommand(isOfBuild: boolean): string {
  return `./gradlew ${isOfBuild ? 'buildEnvironment' : 'dependencies'} --write-locks`;
}

import { expect, test } from '@jest/globals';
import { graphOf, listed, only } from '../source.ts';

const lock = `# This is a Gradle generated file for dependency locking.
com.acme:core:1.2.0=compileClasspath,runtimeClasspath,testRuntimeClasspath
com.acme:processor:2.0.0.Final=annotationProcessor,testAnnotationProcessor
org.junit:junit:5.0.0-M1=testCompileClasspath,testRuntimeClasspath
empty=
`;

test('modules with their versions; what only tests and processors have is for development', async () => {
  const graph = await graphOf('app/gradle.lockfile', lock);
  expect(graph).toMatchObject({ format: 'gradle', ecosystem: 'Maven', gaps: [] });
  expect(listed(graph)).toEqual(['com.acme:core@1.2.0', 'com.acme:processor@2.0.0.Final', 'org.junit:junit@5.0.0-M1']);
  expect(['com.acme:core', 'com.acme:processor', 'org.junit:junit'].map((name) => only(graph, name).isDev)).toEqual([
    false,
    true,
    true,
  ]);
});

test('what the build script has runs while it is built', async () => {
  const graph = await graphOf('buildscript-gradle.lockfile', 'com.acme:plugin:1.0=classpath\nempty=\n');
  expect(graph.format).toBe('gradle-build');
  expect(only(graph, 'com.acme:plugin').isDev).toBe(true);
});

test('older files have one configuration each, and say no more than the modules', async () => {
  const shipped = await graphOf('gradle/dependency-locks/runtimeClasspath.lockfile', 'com.acme:core:1.2.0\n');
  const ofTests = await graphOf('gradle/dependency-locks/testRuntimeClasspath.lockfile', 'com.acme:core:1.2.0\n');
  expect([shipped, ofTests].map((graph) => only(graph, 'com.acme:core').isDev)).toEqual([false, true]);
  expect(shipped.gaps).toEqual([]);
});

test('one that is cut off between two lines is told', async () => {
  expect((await graphOf('gradle.lockfile', 'com.acme:core:1.2.0=runtimeClasspath\n')).gaps).toHaveLength(1);
});

test.each(['<<<<<<< HEAD\n', 'com.acme:core=runtimeClasspath\n', 'hello\n'])('refused: %j', async (text) => {
  await expect(graphOf('gradle.lockfile', text)).rejects.toMatchObject({ code: 'CDEV_E_LOCK_FILE_MALFORMED' });
});

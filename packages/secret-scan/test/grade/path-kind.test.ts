import { expect, test } from '@jest/globals';
import { allowsBareValues, isTranslation, pathKind } from '../../src/grade/path-kind.ts';

test.each([
  ['src/Shop.Tests/Login.cs', 'test'],
  ['ShopUITests/Login.swift', 'test'],
  ['app/src/androidTest/java/A.kt', 'test'],
  ['app/src/testFixtures/java/A.kt', 'test'],
  ['features/login.feature', 'test'],
  ['qa/t/user_create.t', 'test'],
  ['openapi/next.yaml', 'documentation'],
  ['src/openapi/client.ts', 'production'],
  ['src/latest/a.ts', 'production'],
  ['src/contest/a.ts', 'production'],
  ['js/connection-min.js', 'generated'],
  ['api/swagger-ui-bundle.js', 'generated'],
  ['src/bundle/index.js', 'production'],
  ['contrib/README', 'documentation'],
  ['js/app.bundle.min-1.2.js', 'generated'],
  // Each way to part the marks was tried, of which there are 2^60.
  [`js/bundle${'-'.repeat(60)}.css`, 'production'],
])('%s is of the kind %s', (path, kind) => {
  expect(pathKind(path)).toBe(kind);
});

test('a template of a page and a shader are code, a template of settings is not', () => {
  expect(['a.twig', 'a.hlsl', 'a.yaml', 'a.j2'].map((path) => allowsBareValues(path))).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test('texts of Android in a variant of a language are translations', () => {
  expect(isTranslation('app/src/main/res/values-b+en+001/strings.xml')).toBe(true);
});

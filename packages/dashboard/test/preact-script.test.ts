import { createContext, runInContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { pageDocument } from '../src/page/page-document.ts';
import { preactScript } from '../src/page/preact-script.ts';

test('preact is a script that leaves what it exports, names its licence, and is the first of the page', () => {
  const text = preactScript();
  expect(text).toMatch(/^\/\*! preact, MIT licence/);
  expect(text).not.toMatch(/\b(?:import|export)\b[^.]{0,20}[{'"]/);
  const page = createContext({ Promise });
  expect(
    runInContext(`(() => {${text}})(); [typeof preact.h, typeof preact.render, typeof preact.Fragment].join()`, page),
  ).toBe('function,function,function');
  expect([pageDocument.script].flat()[0]).toBe(text);
});

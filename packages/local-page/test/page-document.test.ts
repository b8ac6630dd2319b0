import { createContext, runInContext, runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { renderSavedPage } from '../src/index.ts';

const one = (): void => {
  (globalThis as Record<string, unknown>)['said'] = ['</script><b>'];
};
const two = (): void => {
  ((globalThis as Record<string, unknown>)['said'] as string[]).push('two');
};

test('a page that is saved has its data as text that ends nothing, and allows only its own style and script', () => {
  const data = { text: '</script><script>alert(1)</script><!--' };
  const page = renderSavedPage({ title: 'A <b>', style: 'p{}', body: '<p>hi</p>', script: [one, two] }, data);
  const [, json = ''] = /<script type="application\/json" id="cdev-data">(.*?)<\/script>/s.exec(page) ?? [];
  expect(JSON.parse(json)).toEqual(data);
  const [, nonce = ''] = /script-src 'nonce-([^']+)'/.exec(page) ?? [];
  const [, source = ''] =
    new RegExp(`<script nonce="${nonce.replaceAll('+', String.raw`\+`)}">(.*?)</script>`, 's').exec(page) ?? [];
  expect(page).toContain("default-src 'none'");
  expect(page).toContain('<title>A &lt;b&gt;</title>');
  // Several parts run one after the other, and what looks like the end of the element stays a text.
  const realm: { said?: string[] } = {};
  runInNewContext(source, realm);
  expect(realm.said).toEqual(['</script><b>', 'two']);
});

test('the text of a library is a script of its own among the functions', () => {
  const script = ["const inner = 1; globalThis.left = inner + '</script>'; // the end", () => {}];
  const html = renderSavedPage({ title: 't', style: '', body: '', script }, {});
  const [, source = ''] = /<script nonce="[^"]*">([\s\S]*?)<\/script>/.exec(html) ?? [];
  const page = createContext({});
  runInContext(source, page);
  expect(runInContext('[left, typeof inner].join()', page)).toBe('1</script>,undefined');
});

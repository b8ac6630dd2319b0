import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { addressAnswers } from '../../src/rules/manifest/address-answers.ts';
import { markdownTargets } from '../../src/rules/manifest/markdown-targets.ts';
import { withFields, withFiles } from '../one-defect/clean-package.ts';
import { bare, find } from './find-with.ts';

const addresses = (markdown: string): string[] => markdownTargets(markdown).map(({ address }) => address);

describe('targets of a Markdown text', () => {
  test.each([
    ['[a](docs/a.md)', ['docs/a.md']],
    ['[a](<docs/a b.md> "title")', ['docs/a b.md']],
    ['![logo](./logo.png)', ['./logo.png']],
    ['[![badge](badge.svg)](https://example.org)', ['https://example.org', 'badge.svg']],
    ['[a [b] c](x.md)', ['x.md']],
    ['[wiki](Name_(other).md)', ['Name_(other).md']],
    ['[escaped](a\\_b.md)', ['a_b.md']],
    ['see [a]\n\n[a]: docs/a.md "title"\n', ['docs/a.md']],
    ['[^1]: a note\n', []],
    ['<img width=10 src="logo.png"> <a href=\'b.md\'>b</a>', ['logo.png', 'b.md']],
    ['`[a](b.md)` and ``[c](d.md)``', []],
    ['```md\n[a](b.md)\n```\n[c](d.md)', ['d.md']],
    ['~~~\n[a](b.md)\n', []],
    ['<!-- [a](b.md) -->', []],
    ['array[0](call)', ['call']],
  ])('%s', (markdown, expected) => {
    expect(addresses(markdown)).toEqual(expected);
  });

  test('tells where each stands', () => {
    const text = 'one\n`x`\n[a](b.md)\n';
    expect(text.slice(markdownTargets(text)[0]?.offset)).toBe('[a](b.md)\n');
  });
});

describe('links of the README', () => {
  const readme = (text: string, more: Parameters<typeof withFiles>[0] = {}) =>
    withFiles({ 'README.md': `# Tool\n\n${text}\n`, ...more }, bare);
  const homeless = (text: string, more: Parameters<typeof withFiles>[0] = {}) =>
    withFields({ repository: undefined }, readme(text, more));

  test('an image that is not packed, with no repository to find it in', async () => {
    expect(await find('readme-links', homeless('![logo](docs/logo.png)'))).toMatchObject([
      { severity: 'warning', place: 'README.md:3', reason: expect.stringContaining('the image "docs/logo.png" leads') },
    ]);
  });

  test('a repository on a host that the registry cannot resolve is none', async () => {
    const elsewhere = withFields(
      { repository: 'git+https://git.internal.example/a/b.git' },
      readme('[more](docs/more.md)'),
    );
    expect(await find('readme-links', elsewhere)).toHaveLength(1);
  });

  test.each([
    ['what is packed', homeless('[more](docs/more.md#part) [docs](./docs/)', { 'docs/more.md': '# More' })],
    ['what the repository has', readme('[more](docs/more.md)')],
    ['anchors and addresses', homeless('[a](#usage) [b](https://example.org) [c](//example.org) [d](mailto:a@b.c)')],
    ['code', homeless('`[a](b.md)`')],
  ])('%s is fine', async (_what, fine) => {
    expect(await find('readme-links', fine)).toEqual([]);
  });

  test('many are told once', async () => {
    const [finding, ...others] = await find(
      'readme-links',
      homeless('[a](a.md) [b](b.md) [c](c.md) [d](d.md) [a](a.md)'),
    );
    expect(finding?.reason).toContain('and so 3 more');
    expect(others).toEqual([]);
  });
});

test('an address is gone only when its server says so', async () => {
  const server = createServer((request, response) => {
    const status = Number(request.url?.slice(1));
    // Some servers know no HEAD.
    response.statusCode = request.method === 'HEAD' && status === 200 ? 405 : status;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const asked = [200, 204, 404, 410, 403, 429, 500].map((status) => `http://127.0.0.1:${port}/${status}`);
    const { signal } = new AbortController();
    expect(await addressAnswers([...asked, 'http://127.0.0.1:1/'], signal)).toEqual([
      'there',
      'there',
      'gone',
      'gone',
      'unknown',
      'unknown',
      'unknown',
      'unknown',
    ]);
    await expect(addressAnswers(asked, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  } finally {
    server.close();
  }
});

import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { scanCode } from '../src/index.ts';

async function told(path: string, text: string): Promise<string[]> {
  await using folder = await tempFolder({ [path]: text });
  const { issues, gaps } = await scanCode({ root: folder.path, paths: [path] });
  expect(gaps).toEqual([]);
  return issues.map(({ level, ruleId, places: [{ line, column }] }) => `${level} ${ruleId} ${line}:${column}`);
}

describe('what the markup of a component puts in as HTML', () => {
  test.each([
    [
      'a.vue',
      '<template>\n<p class="ü" v-html="$route.query.q"></p>\n</template>\n<script>export default {};</script>\n',
      '2:22',
    ],
    [
      'a.vue',
      "<script setup>\nimport { useRoute } from 'vue-router';\nconst route = useRoute();\nconst html = ref(route.query.q);\n</script>\n<template><p v-html='html'/></template>\n",
      '6:22',
    ],
    ['a.svelte', "<script>\nconst q = $page.url.searchParams.get('q');\n</script>\n<p>{@html q}</p>\n", '4:11'],
    ['a.svelte', '<p>{@html `<b>${decodeURIComponent(location.hash)}</b>`}</p>{@html x}{#if a}b{/if}\n', '1:11'],
    ['a.astro', "---\nconst q = Astro.url.searchParams.get('q');\n---\n<p set:html={q} />\n", '4:14'],
  ])('%s %#', async (path, text, place) => {
    expect(await told(path, text)).toEqual([`error page-injection ${place}`]);
  });

  test.each([
    [
      'a.vue',
      '<template><p v-html="post.body"/><p v-html=""/><p v-html="a +"/><p>{{ $route.query.q }}</p></template>\n',
    ],
    [
      'a.svelte',
      "<script>export let data;\nconst q = $page.url.searchParams.get('q');</script>\n<p>{@html data.html}{q}{@html clean(q)}{@html</p>\n",
    ],
    ['a.astro', '---\nconst { Content } = await render(entry);\n---\n<p set:html={Content} />{Astro.url.search}\n'],
    ['a.vue', '<script>\nconst text = `<p v-html="${location.hash}">`;\n</script>\n'],
  ])('not: %s %#', async (path, text) => {
    const source = text.replace('clean(q)', 'sanitize(q)');
    expect(await told(path, source)).toEqual([]);
  });
});

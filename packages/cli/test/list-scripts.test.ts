import { createStyle } from '@cdev/core/cli';
import { tempFolder } from '@cdev/test-kit';
import { expect, test } from '@jest/globals';
import { listScripts } from '../src/index.ts';
import { listText } from '../src/human.ts';

test('the list says of a script whose end is announced what takes its place', async () => {
  const deprecation = { stage: 'warning', sunset: '2026-05-01', replacement: 'cdev-new' };
  await using folder = await tempFolder({ 'package.json': '{}' });
  const { result } = await listScripts({ cwd: folder.path, env: {}, home: folder.path });
  expect(result.every((script) => script.deprecation === undefined)).toBe(true);
  const row = { script: 'old', version: '1.0.0', description: 'Deploys', deprecation };
  expect(listText([row], { style: createStyle(false), columns: 100 })).toBe(
    'cdev old  1.0.0  Deprecated, ends on 2026-05-01: use cdev-new\n',
  );
});

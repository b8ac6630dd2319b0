import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isCdevError } from '@cdev/core/errors';
import { tempFolder } from '@cdev/test-kit';
import {
  checklistFile,
  createChecklist,
  parseChecklist,
  readChecklist,
  serialiseChecklist,
  writeChecklist,
} from '../../src/index.ts';

const checklist = createChecklist({
  title: 'Log in',
  criteria: ['It works\nfor all', 'It is <!-- quick -->'],
  mayCreate: ['src/a b.ts', 'src/a-b.ts'],
});

describe('a checklist', () => {
  test('has an item for each criterion and each promised file, with ids of their own', () => {
    expect(checklist.items).toEqual([
      { id: 'criterion-1', text: 'It works for all', done: false },
      { id: 'criterion-2', text: 'It is <! -- quick -->', done: false },
      { id: 'create-src-a-b-ts', text: '`src/a b.ts` exists', done: false },
      { id: 'create-src-a-b-ts-2', text: '`src/a-b.ts` exists', done: false },
    ]);
  });
  test('is a task list that is read as it was written, done items included', async () => {
    await using folder = await tempFolder();
    const file = checklistFile(join(folder.path, 'ä b'));
    const done = { ...checklist, items: checklist.items.map((item, index) => ({ ...item, done: index === 1 })) };
    await writeChecklist(file, done);
    expect(await readChecklist(file)).toEqual(done);
    expect(serialiseChecklist(done)).toContain(
      '# Checklist: Log in\n\n- [ ] It works for all <!-- criterion-1 -->\n- [x] It is',
    );
  });
  test('keeps its ids when somebody edits texts, moves lines and adds items', () => {
    const text =
      '# Checklist: T\n\nSome prose.\n\n* [X]  second, better <!-- criterion-2 -->\r\n- [ ] first <!-- criterion-1 -->\n  - [x] one more\n- [] no item\n- [link](x)\n';
    expect(parseChecklist(text)).toEqual({
      title: 'T',
      items: [
        { id: 'criterion-2', text: 'second, better', done: true },
        { id: 'criterion-1', text: 'first', done: false },
        { id: 'item-3', text: 'one more', done: true },
      ],
    });
  });
  test('of the earlier scripts is understood in all its forms', () => {
    expect(parseChecklist('1. [x] Files are created\n2. [ ] Tests pass  \n').items).toEqual([
      { id: 'item-1', text: 'Files are created', done: true },
      { id: 'item-2', text: 'Tests pass', done: false },
    ]);
    expect(parseChecklist('# Validation Checklist for hook_agent\n\n[x] Hooks run\n')).toEqual({
      title: 'hook_agent',
      items: [{ id: 'item-1', text: 'Hooks run', done: true }],
    });
    expect(parseChecklist('')).toEqual({ title: '', items: [] });
  });
  test('that is not there is a coded error', async () => {
    const failure = await readChecklist('/nowhere/checklist.md').catch((error: unknown) => error);
    expect(isCdevError(failure, 'CDEV_E_RUN_CONTEXT_MISSING')).toBe(true);
  });
});

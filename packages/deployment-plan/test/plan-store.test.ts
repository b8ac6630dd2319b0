import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isCdevError } from '@cdev/core/errors';
import { tempFolder, type TempFolder } from '@cdev/test-kit';
import { findPlan, listPlans, planFile, readPlan, writePlan } from '../src/index.ts';
import { agent, planOf } from './sound-plan.ts';

let folder: TempFolder;
let commonDir: string;
beforeEach(async () => {
  folder = await tempFolder();
  commonDir = join(folder.path, 'with space ä', '.git');
});
afterEach(() => folder.remove());

const older = planOf([agent('a')]);
const newer = planOf([agent('a')], {
  id: 'eng-2-cart',
  issue: { id: 'ENG-2', title: 'Cart' },
  createdAt: '2026-02-01T00:00:00Z',
});
const store = async (...plans: readonly (typeof older)[]): Promise<void> => {
  for (const plan of plans) await writePlan(planFile(commonDir, plan.id), plan);
};
const find = (reference?: string) => findPlan({ commonDir, cwd: folder.path, reference });
const failure = async (action: Promise<unknown>): Promise<{ code?: string; message: string }> =>
  action.then(
    () => Promise.reject(new Error('It succeeded')),
    (error: unknown) => error as { message: string },
  );

describe('writePlan and readPlan', () => {
  test('keep a plan in the common git directory, with nothing left beside it', async () => {
    await store(older);
    const file = planFile(commonDir, older.id);
    expect(file).toBe(join(commonDir, 'cdev', 'plans', 'eng-1-login.yaml'));
    expect(await readPlan(file)).toEqual(older);
    expect(await readdir(join(commonDir, 'cdev', 'plans'))).toEqual(['eng-1-login.yaml']);
    expect(await readFile(file, 'utf8')).toMatch(/^# /);
  });
  test('name the file that is missing or cannot be read', async () => {
    expect(await failure(readPlan(join(folder.path, 'no.yaml')))).toMatchObject({ code: 'CDEV_E_PLAN_NOT_FOUND' });
    expect(await failure(readPlan(folder.path))).toMatchObject({ code: 'CDEV_E_PLAN_UNREADABLE' });
  });
});

describe('listPlans', () => {
  test('gives the newest first and shows one that cannot be read apart', async () => {
    await store(older, newer);
    const plans = join(commonDir, 'cdev', 'plans');
    await writeFile(join(plans, 'broken.yaml'), 'a: [');
    await writeFile(join(plans, '.eng-1-login.yaml.123.tmp'), 'half');
    await writeFile(join(plans, 'notes.txt'), 'x');
    const { plans: found, unreadable } = await listPlans(commonDir);
    expect(found.map(({ plan }) => plan.id)).toEqual(['eng-2-cart', 'eng-1-login']);
    expect(unreadable).toHaveLength(1);
    expect(isCdevError(unreadable[0]?.error, 'CDEV_E_PLAN_SYNTAX')).toBe(true);
  });
  test('gives nothing where no plan was made', async () => {
    expect(await listPlans(commonDir)).toEqual({ plans: [], unreadable: [] });
  });
});

describe('findPlan', () => {
  test('takes the newest without a reference', async () => {
    await store(older, newer);
    expect((await find()).plan.id).toBe('eng-2-cart');
  });
  test.each(['eng-1-login', 'ENG-1', 'eng-1', 'eng-1-login.yaml'])('finds it by %s', async (reference) => {
    await store(older, newer);
    await writePlan(join(folder.path, 'eng-1-login.yaml'), older);
    expect((await find(reference)).plan.id).toBe('eng-1-login');
  });
  test('takes a path relative to where the user stands, in JSON as well', async () => {
    await writeFile(join(folder.path, 'my plan.json'), JSON.stringify(older));
    expect(await find('my plan.json')).toEqual({ file: join(folder.path, 'my plan.json'), plan: older });
  });
  test('finds the plan the Python scripts left for an issue', async () => {
    await mkdir(join(folder.path, 'shared', 'deployment-plans'), { recursive: true });
    await writeFile(
      join(folder.path, 'shared', 'deployment-plans', 'aoj-7-deployment-plan.yaml'),
      'taskId: AOJ-7\ntaskTitle: Old\nparallelAgents:\n- agentId: a\n  filesToCreate: [x]\n',
    );
    expect((await find('AOJ-7')).plan).toMatchObject({ id: 'aoj-7-old', issue: { id: 'AOJ-7' } });
  });
  test('asks which one when several are meant', async () => {
    await store(older, { ...older, id: 'eng-1-second' });
    expect(await failure(find('eng-1'))).toMatchObject({
      code: 'CDEV_E_PLAN_AMBIGUOUS',
      message: expect.stringContaining('eng-1-login, eng-1-second'),
    });
  });
  test('says which plans there are, or that there is none', async () => {
    expect(await failure(find())).toMatchObject({
      code: 'CDEV_E_PLAN_NOT_FOUND',
      message: 'No deployment plan has been made here',
    });
    await store(older);
    expect(await failure(find('nope'))).toMatchObject({
      message: 'No deployment plan is called "nope"; there are: eng-1-login',
    });
  });
  test('gives the reason when the only plan there is cannot be read', async () => {
    await mkdir(join(commonDir, 'cdev', 'plans'), { recursive: true });
    await writeFile(planFile(commonDir, 'x'), 'schemaVersion: 9\n');
    expect(await failure(find())).toMatchObject({ code: 'CDEV_E_PLAN_NEWER' });
    expect(await failure(find('x'))).toMatchObject({ code: 'CDEV_E_PLAN_NEWER' });
  });
});

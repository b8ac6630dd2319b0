import { describe, expect, test } from '@jest/globals';
import { preparedRun } from './prepared-run.ts';

const files = { 'api/a.txt': 'a\n', 'ui/u.txt': 'u\n', 'README.md': 'r\n' };
const agents = { api: { owns: ['api/**'] }, ui: { owns: ['ui/**'] } };

describe('ownership at integration', () => {
  test('ejects what was committed past the validation, whoever may own it', async () => {
    await using run = await preparedRun({ files, agents });
    const validated = await run.work('api', { 'api/a.txt': 'api\n' });
    await run.journal.append({ type: 'validated', agent: 'api', commit: validated, verdict: 'ready', reasons: [] });
    await run.worktrees['api']?.write({ 'ui/u.txt': 'smuggled\n', 'README.md': 'smuggled\n' });
    await run.worktrees['api']?.git('add', '--all');
    await run.worktrees['api']?.git('commit', '--quiet', '--no-verify', '-m', 'Smuggle');
    await run.work('ui', { 'ui/n.txt': 'n\n' });
    const { status, report } = await run.integrate();
    expect(status).toBe('findings');
    expect(report.notMerged).toMatchObject([
      {
        agent: 'api',
        reason: 'it would change what it does not own: README.md (of nobody in the plan), ui/u.txt (of ui)',
      },
    ]);
    expect(report.merged.map(({ agent }) => agent)).toEqual(['ui']);
    expect(await run.show('README.md')).toBe('r');
  });

  test('believes a verdict only about the very commit that would be merged', async () => {
    await using run = await preparedRun({ files, agents });
    const bad = await run.work('api', { 'api/a.txt': 'bad\n' });
    await run.journal.append({
      type: 'validated',
      agent: 'api',
      commit: bad,
      verdict: 'not-ready',
      reasons: ['a secret'],
    });
    const { report } = await run.integrate({ only: ['api'] });
    expect(report.notMerged[0]?.reason).toBe('validation says it is not ready: a secret');
    await run.work('api', { 'api/a.txt': 'good\n' });
    expect(await run.integrate({ only: ['api'] })).toMatchObject({ status: 'ok', report: { moved: true } });
  });

  test('lets a branch have what it took over from the target, as that changes nothing', async () => {
    await using run = await preparedRun({ files, agents });
    await run.repository.commit('On main', { 'README.md': 'newer\n' });
    await run.worktrees['api']?.git('merge', '--quiet', 'main');
    await run.work('api', { 'api/a.txt': 'api\n' });
    expect(await run.integrate({ only: ['api'] })).toMatchObject({ status: 'ok', report: { moved: true } });
    expect(await run.show('README.md')).toBe('newer');
  });

  test('refuses a shared path to an agent that the plan does not list for it', async () => {
    const shared = [{ path: 'README.md', rule: 'union', agents: ['ui'], reason: 'both' }] as const;
    await using run = await preparedRun({ files, agents, shared });
    await run.work('api', { 'README.md': 'r\napi\n' });
    const { report } = await run.integrate({ only: ['api'] });
    expect(report.notMerged[0]?.reason).toBe('it would change what it does not own: README.md (shared among ui)');
  });

  describe('of a file that is split by symbol', () => {
    const desk = (fee: string, search: string) =>
      `export function lateFee() {\n  return ${fee};\n}\n\nexport function search() {\n  return ${search};\n}\n`;
    const options = {
      files: { 'src/desk.js': desk('1', '2'), 'README.md': 'r\n' },
      agents: { fees: { owns: ['fees/**'] }, search: { owns: ['search/**'] } },
      shared: [
        {
          path: 'src/desk.js',
          rule: 'symbols',
          agents: ['fees', 'search'],
          reason: 'two functions',
          symbols: [
            { agent: 'search', names: ['search'] },
            { agent: 'fees', names: ['*'] },
          ],
        },
      ],
    } as const;

    test('merges what each changed of its own', async () => {
      await using run = await preparedRun(options);
      await run.work('fees', { 'src/desk.js': desk('10', '2') });
      await run.work('search', { 'src/desk.js': desk('1', '20') });
      expect(await run.integrate()).toMatchObject({ status: 'ok', report: { moved: true } });
      expect(`${await run.show('src/desk.js')}\n`).toBe(desk('10', '20'));
    });

    test('ejects who changed what is another’s, whether it would merge or not', async () => {
      const reason = 'it would change what it does not own: lateFee in src/desk.js (of fees)';
      await using alone = await preparedRun(options);
      await alone.work('search', { 'src/desk.js': desk('11', '20') });
      expect((await alone.forecast()).agents.find(({ agent }) => agent === 'search')).toMatchObject({
        kind: 'refused',
        reason,
      });
      expect((await alone.integrate({ only: ['search'] })).report.notMerged[0]).toMatchObject({
        agent: 'search',
        reason,
      });
      await using both = await preparedRun(options);
      await both.work('fees', { 'src/desk.js': desk('10', '2') });
      await both.work('search', { 'src/desk.js': desk('11', '20') });
      const { report } = await both.integrate();
      expect(report.merged.map(({ agent }) => agent)).toEqual(['fees']);
      expect(report.notMerged).toMatchObject([{ agent: 'search', reason }]);
      expect(`${await both.show('src/desk.js')}\n`).toBe(desk('10', '2'));
    });
  });
});

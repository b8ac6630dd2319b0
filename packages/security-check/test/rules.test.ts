import { describe, expect, test } from '@jest/globals';
import { tempRepo, testContext } from '@cdev/test-kit';
import { securityCheck, type SecurityCheckOptions, type SecurityReport } from '../src/security-check.ts';

const base: SecurityCheckOptions = {
  only: ['secrets'],
  staged: false,
  since: undefined,
  unreachable: false,
  refresh: false,
  offline: true,
  baseline: undefined,
  rules: undefined,
  failOn: 'warning',
};

async function check(cwd: string, options: Partial<SecurityCheckOptions>): Promise<{ result: SecurityReport }> {
  return securityCheck({ ...base, ...options }, testContext({ cwd }));
}

describe('rules of your own', () => {
  const rules = `
[[rules]]
id = "acme-key"
description = "a key of Acme"
regex = '''acme_[0-9a-f]{12}'''
keywords = ["acme_"]
`;
  const content = 'const id = "acme_0123456789ab";\n';

  test('.gitleaks.toml in the top folder is used, in files and history; another can be named', async () => {
    await using repo = await tempRepo({ 'src/a.ts': content, '.gitleaks.toml': rules });
    const { result } = await check(repo.path, { only: ['worktree', 'history'] });
    expect(result.secrets.map(({ ruleId, places }) => [ruleId, places.map(({ surface }) => surface)])).toEqual([
      ['acme-key', ['worktree', 'history']],
    ]);
    expect(result.rules).toEqual({ file: '.gitleaks.toml', count: 1, notes: [] });
    await repo.write({ 'other rules.toml': rules.replace('acme_[0-9a-f]', 'other_[0-9a-f]') });
    const other = await check(repo.path, { only: ['worktree', 'history'], rules: 'other rules.toml' });
    expect(other.result.secrets).toEqual([]);
  });

  test('staged', async () => {
    await using repo = await tempRepo({ '.gitleaks.toml': rules });
    await repo.write({ 'src/a.ts': content });
    await repo.git('add', '.');
    const { result } = await check(repo.path, { staged: true });
    expect(result.secrets.map(({ ruleId }) => ruleId)).toEqual(['acme-key']);
  });

  test('a file that is not there, and one that is broken', async () => {
    await using repo = await tempRepo({ 'a.ts': '', 'broken.toml': '[[rules]\n' });
    await expect(check(repo.path, { rules: 'none.toml' })).rejects.toMatchObject({
      code: 'CDEV_E_SECURITY_CHECK_RULES_MISSING',
    });
    await expect(check(repo.path, { rules: 'broken.toml' })).rejects.toMatchObject({
      code: 'CDEV_E_SECRET_SCAN_RULES_MALFORMED',
    });
  });
});

import { describe, expect, test } from '@jest/globals';
import { fillExample } from '@cdev/secret-rules';
import { runBin, tempRepo, transcript } from '@cdev/test-kit';

describe('cdev-security-check', () => {
  test('as a hook: ends with 1 for a staged secret, with 0 without', async () => {
    await using repo = await tempRepo({ 'a.ts': '' });
    await repo.write({ 'b.env': `STRIPE_KEY=${fillExample('sk_live_{a62:24}')}\n` });
    await repo.git('add', 'b.env');
    const run = await runBin('security-check', ['--staged'], { cwd: repo.path });
    expect(run.exitCode).toBe(1);
    expect(`${run.stdout}${run.stderr}`).not.toContain(fillExample('sk_live_{a62:24}').slice(8));
    expect(run.stdout).toMatch(/^✗ error {2}a secret key of Stripe {2}/);
    await repo.git('rm', '-q', '-f', '--cached', 'b.env');
    const clean = await runBin('security-check', ['--staged', '--quiet'], { cwd: repo.path });
    expect(transcript(clean)).toBe(`$ cdev-security-check --staged --quiet
exit 0
--- stdout
✓ Nothing found by what was looked at

checked  secrets in index  0 files staged
not run  the rest          only the index was asked for: secrets in package, secrets in work
                           tree, secrets in history, vulnerabilities, workflows, code,
                           hygiene
`);
  });

  test('SARIF is one document on stdout; a dry run of the baseline changes nothing', async () => {
    await using repo = await tempRepo({ 'a.env': `STRIPE_KEY=${fillExample('sk_live_{a62:24}')}\n` });
    const sarif = await runBin('security-check', ['--only', 'worktree', '--report', 'sarif', '--fail-on', 'never'], {
      cwd: repo.path,
    });
    expect(sarif.exitCode).toBe(0);
    expect(JSON.parse(sarif.stdout)).toMatchObject({ version: '2.1.0' });
    const dry = await runBin('security-check', ['baseline', '--all', '--reason', 'known', '--dry-run'], {
      cwd: repo.path,
    });
    expect(dry.stdout).toContain('Would write');
    expect(await repo.git('status', '--porcelain')).toBe('');
  });
});

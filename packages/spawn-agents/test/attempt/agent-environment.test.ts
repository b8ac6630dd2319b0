import { describe, expect, test } from '@jest/globals';
import { agentEnvironment } from '../../src/attempt/agent-environment.ts';

const options = {
  plan: 'p',
  agent: 'login',
  attempt: 2,
  worktree: '/w/login ü',
  runFolder: '/r',
  contextFile: '/w/login ü/.cdev/context.yaml',
  promptFile: '/w/login ü/.cdev/prompt.md',
  port: 4101,
};

describe('the environment of an agent', () => {
  test('says what its part is and where it works, also to programs that believe PWD', () => {
    expect(agentEnvironment(options, { PWD: '/main', OLDPWD: '/home', HOME: '/home/ada' })).toMatchObject({
      PWD: '/w/login ü',
      OLDPWD: undefined,
      CDEV_PLAN: 'p',
      CDEV_AGENT: 'login',
      CDEV_ATTEMPT: '2',
      CDEV_PORT: '4101',
      CDEV_CONTEXT: options.contextFile,
      CDEV_PROMPT: options.promptFile,
      CDEV_RUN_FOLDER: '/r',
    });
  });

  test('is without what a surrounding git or package manager says of the folder this was started in', () => {
    const given = {
      GIT_DIR: '/main/.git',
      INIT_CWD: '/main',
      npm_config_local_prefix: '/main',
      npm_package_json: '/main/package.json',
      npm_lifecycle_event: 'npx',
      npm_config_call: 'x',
      npm_config_cache: '/cache',
      TURBO_API: 'https://cache.example',
      TURBO_TOKEN: 'of the remote cache',
      TURBO_TEAM: 'ada',
      HOME: '/home/ada',
    };
    const changes = agentEnvironment(options, given);
    const kept = Object.keys(given).filter((name) => !(name in changes));
    expect(kept).toEqual(['npm_config_cache', 'TURBO_API', 'TURBO_TOKEN', 'TURBO_TEAM', 'HOME']);
    expect(changes['GIT_DIR']).toBeUndefined();
  });
});

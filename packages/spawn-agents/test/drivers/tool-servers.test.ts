import { describe, expect, test } from '@jest/globals';
import { driverNamed } from '../../src/index.ts';
import { task } from './task.ts';

const toolServers = [{ name: 'cdev', command: '/usr/bin/node', args: ['/a b/cdev-mcp.js'] }];
const started = (name: 'claude' | 'codex' | 'opencode' | 'qwen') =>
  driverNamed(name).commandLine(task({ toolServers }));

describe('assistants are told of the tools of the run', () => {
  test('Claude Code and Qwen Code by an argument, and Claude Code may use them without asking', () => {
    const configuration = '{"mcpServers":{"cdev":{"command":"/usr/bin/node","args":["/a b/cdev-mcp.js"]}}}';
    for (const name of ['claude', 'qwen'] as const) {
      const { args } = started(name);
      expect(args[args.indexOf('--mcp-config') + 1]).toBe(configuration);
    }
    expect(started('claude').args.slice(-2)).toEqual(['--allowedTools', 'mcp__cdev']);
  });

  test('Codex by settings, OpenCode by its environment', () => {
    expect(started('codex').args).toEqual(
      expect.arrayContaining([
        'mcp_servers.cdev.command="/usr/bin/node"',
        'mcp_servers.cdev.args=["/a b/cdev-mcp.js"]',
      ]),
    );
    expect(JSON.parse(started('opencode').env['OPENCODE_CONFIG_CONTENT'] ?? '')).toEqual({
      mcp: { cdev: { type: 'local', command: ['/usr/bin/node', '/a b/cdev-mcp.js'], enabled: true } },
    });
  });

  test('nothing is said where there are none', () => {
    expect(driverNamed('claude').commandLine(task()).args).not.toContain('--mcp-config');
    expect(driverNamed('opencode').commandLine(task()).env).not.toHaveProperty('OPENCODE_CONFIG_CONTENT');
  });
});

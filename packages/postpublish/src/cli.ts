import { defineCommand, type Script } from '@cdev/core/cli';

const postpublish = defineCommand({
  name: '',
  summary: 'Checks that what users get from the registry is what was packed, then tags and announces it',
  positionals: { packages: { array: true, description: 'Only these packages of the distribution manifest' } },
  options: {
    manifest: { type: 'string', placeholder: 'file', description: 'The distribution manifest, or its folder (default: what cdev-prepublish wrote here)' },
    'max-wait': { type: 'duration', default: '30m', description: 'How long to wait until versions are visible' },
    accepted: { type: 'boolean', description: 'The publish ended well: what is not visible is not there yet' },
    mend: { type: 'boolean', description: 'Publish what is absent after the wait, and set dist-tags right; asks first' },
    only: { type: 'string', array: true, placeholder: 'steps', description: 'Only these steps, such as integrity, checks, tag' },
    skip: { type: 'string', array: true, placeholder: 'steps', description: 'All steps but these' },
    again: { type: 'boolean', description: 'Try again what held in an earlier run' },
    'tag-format': { type: 'string', placeholder: 'form', description: 'The git tag (default: v{version}; in a workspace {name}@{version})' },
    remote: { type: 'string', default: 'origin', placeholder: 'name', description: 'Where tags are pushed to' },
    'write-changelog': { type: 'boolean', description: 'Add a section to a changelog that has none for the version' },
    docs: { type: 'string', placeholder: 'folder', description: 'Write a page of the release into this folder' },
    notify: { type: 'string', placeholder: 'url', description: 'Tell this webhook (default: CDEV_RELEASE_WEBHOOK)' },
    'notify-format': { type: 'string', choices: ['slack', 'json'], default: 'slack', placeholder: 'form', description: 'The form of the notice' },
    deprecate: { type: 'string', placeholder: 'range', description: 'Deprecate older versions in this range' },
    'deprecate-message': { type: 'string', placeholder: 'text', description: 'With --deprecate and --rollback; {version} is replaced' },
    rollback: { type: 'boolean', description: 'Take the release back: dist-tags and deprecations after a yes, the rest as commands' },
  },
  changesWorld: true,
  pending: 'accepted, staged or not answered for: not visible yet; run it again later',
  examples: [
    ['cdev-postpublish', 'Waits for what was packed last, checks it, tags it, and makes the release on GitHub.'],
    ['cdev-postpublish --skip deeds --max-wait 5m --json', 'Only checks; the report is one JSON document.'],
    ['cdev-postpublish --mend --yes', 'Publishes the rest of a half-published workspace and sets dist-tags right.'],
    ['cdev-postpublish --rollback --dry-run', 'Prints the commands that take the release back.'],
  ],
  toOptions: ({ packages, only, skip, accepted, mend, again, remote, docs, notify, deprecate, rollback, ...options }) => ({
    ...{ packages, only, skip, accepted, mend, again, remote, docs, notify, deprecate, rollback },
    manifest: options.manifest,
    maxWait: options['max-wait'],
    tagFormat: options['tag-format'],
    writeChangelog: options['write-changelog'],
    notifyFormat: options['notify-format'],
    deprecateMessage: options['deprecate-message'],
    isDryRun: options['dry-run'],
  }),
  run: async (options, context) => (await import('./postpublish.ts')).postpublish(options, context),
  human: async (result, page) => (await import('./human.ts')).reportText(result, page),
});

export const script: Script = {
  name: 'cdev-postpublish',
  summary: postpublish.summary,
  commands: [postpublish],
  health: async (context) => (await import('./health.ts')).health(context),
};

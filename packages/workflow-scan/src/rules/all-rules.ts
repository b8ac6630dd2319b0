import { artifactPoisoning } from './artifact-poisoning.ts';
import { conditionAlwaysTrue, conditionContains, spoofableActor } from './conditions.ts';
import { environmentFileWrite } from './environment-file-write.ts';
import { inheritedSecrets, overprovisionedSecrets, unmaskedSecret } from './handed-over-secrets.ts';
import { excessivePermissions } from './permissions.ts';
import { persistedCredentials } from './persisted-credentials.ts';
import type { Rule } from './rule.ts';
import { cachePoisoning, insecureCommands, selfHostedRunner } from './runner.ts';
import { templateInjection } from './template-injection.ts';
import { unpinnedAction } from './unpinned-action.ts';
import { untrustedCheckout } from './untrusted-checkout.ts';
import { longLivedPublishToken, writtenCredentials } from './written-credentials.ts';

export const allRules: readonly Rule[] = [
  templateInjection,
  untrustedCheckout,
  artifactPoisoning,
  environmentFileWrite,
  insecureCommands,
  writtenCredentials,
  unpinnedAction,
  excessivePermissions,
  persistedCredentials,
  overprovisionedSecrets,
  inheritedSecrets,
  unmaskedSecret,
  spoofableActor,
  conditionAlwaysTrue,
  conditionContains,
  selfHostedRunner,
  cachePoisoning,
  longLivedPublishToken,
];

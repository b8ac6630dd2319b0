import { ai } from './providers/ai.ts';
import { named } from './define-rules.ts';
import { clouds } from './providers/cloud.ts';
import { hosting } from './providers/hosting.ts';
import { messaging } from './providers/messaging.ts';
import { moreServices } from './providers/more-services.ts';
import { namedInfrastructure } from './providers/named-infrastructure.ts';
import { namedServices } from './providers/named-services.ts';
import { observability } from './providers/observability.ts';
import { packageRegistries } from './providers/packages.ts';
import { payments } from './providers/payments.ts';
import { services } from './providers/services.ts';
import { sourceControl } from './providers/source-control.ts';
import type { NamedRule, TokenRule } from './rule.ts';

/** Credentials with a form of their own; where two match the same text, the first is it. */
export const tokenRules: readonly TokenRule[] = [
  ...sourceControl,
  ...packageRegistries,
  ...clouds,
  ...hosting,
  ...ai,
  ...messaging,
  ...payments,
  ...observability,
  ...services,
  ...moreServices,
];

/** Credentials that are known by what they are called. */
export const namedRules: readonly NamedRule[] = named([...namedInfrastructure, ...namedServices]);

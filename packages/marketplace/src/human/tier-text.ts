import type { Page } from '@cdev/core/cli';
import type { TrustTier } from '@cdev/added-script';

export function tierText(tier: TrustTier, { style }: Page): string {
  return { official: style.good, reviewed: style.good, listed: style.name, unknown: style.warning }[tier](tier);
}

/** How what leaked is made worthless, and what comes after. Each a sentence or two, without a full stop at the end. */
export interface Rotation {
  /** As the rules call it; "private keys" for those that no provider gave out. */
  readonly provider: string;
  /** Where, and by which command, it stops working. */
  readonly revoke: string;
  /** How to see whether somebody used it; says so where the provider keeps no such record. */
  readonly audit: string;
  /** What to put in its place, so that the next one is worth less or not there at all. */
  readonly replace: string;
}

interface RotationRow extends Rotation {
  /** Other names under which rules know the same provider. */
  readonly also?: readonly string[];
  /** Rules of no provider that it holds for. */
  readonly rules?: readonly string[];
}

/** Of those whose credentials are found most often; written from what each provider documents. */
export const rotations: readonly RotationRow[] = [
  {
    provider: 'AWS',
    revoke:
      'aws iam update-access-key --access-key-id <id> --status Inactive, then delete-access-key; a key of the root user is deleted under "Security credentials" of the account. Sessions that it opened last on: attach AWSRevokeOlderSessions to their roles',
    audit:
      'CloudTrail "Event history", looked up by AWS access key, in every region; aws iam get-access-key-last-used tells the last use. Look for new users, keys, roles and instances',
    replace:
      'A role: by OIDC for CI, an instance or task role for machines, IAM Identity Center for people. No key that lasts',
  },
  {
    provider: 'GitHub',
    revoke:
      'Settings > Developer settings > Personal access tokens > Delete; of an app its private key or client secret on the page of the app; of a deploy key under Settings > Deploy keys of the repository',
    audit:
      'The audit log of the organization, searched for hashed_token:"<SHA-256 of the token in base64>"; of an account Settings > Security log. Look for new keys, hooks, workflows and releases',
    replace:
      'In a workflow GITHUB_TOKEN with the permissions it needs, or the token of a GitHub App; else a fine-grained token for single repositories that expires',
  },
  {
    provider: 'GitLab',
    revoke:
      'User settings > Access tokens > Revoke, or Settings > Access tokens of the project or group; a runner or trigger token is reset under Settings > CI/CD',
    audit:
      '"Last used" beside the token; Secure > Audit events of the group or project tells what changed, and an administrator finds each request in the log of the API',
    replace:
      'CI_JOB_TOKEN with its allowlist inside a pipeline; else a token of the project with the smallest role and scope and a day on which it expires',
  },
  {
    provider: 'npm',
    revoke: 'npm token list, then npm token revoke <id>; or Access Tokens in the settings of the account',
    audit:
      'npm keeps no log of a token: compare npm view <package> time and its maintainers with your own releases, and take back what is not yours',
    replace:
      'Trusted publishing from CI, which needs no token; else a granular token for single packages that expires, with two-factor authentication required for publishing',
  },
  {
    provider: 'Slack',
    revoke:
      'Call auth.revoke with the token, or reinstall the app under "OAuth & Permissions"; app-level tokens and webhooks are taken away under "Basic Information" and "Incoming Webhooks" of the app',
    audit:
      'Access logs of the workspace, which paid plans have; the audit logs API of Enterprise Grid tells by app and address',
    replace:
      'A token of the app with the fewest scopes, token rotation turned on, the addresses it may be used from restricted',
  },
  {
    provider: 'Stripe',
    revoke:
      'Dashboard > Developers > API keys > Rotate key, with the old one expiring at once; a signing secret of webhooks is rolled on its endpoint',
    audit:
      'Developers > Logs, filtered by the key; look at payouts, refunds, new bank accounts and endpoints of webhooks too',
    replace:
      'A restricted key with the permissions that the service needs, limited to its addresses, kept in a secret store',
  },
  {
    provider: 'Google',
    revoke:
      'Console > APIs & Services > Credentials: delete the key, reset the client secret; gcloud iam service-accounts keys delete <id> --iam-account <account>; a refresh token by its revocation address',
    audit:
      'Cloud Audit Logs, filtered by principalEmail or serviceAccountKeyName; metrics of "APIs & Services" by credential for API keys, and the bill',
    replace:
      'Workload identity federation or an attached service account in place of a key; an API key restricted to its APIs and to addresses, referrers or apps',
  },
  {
    provider: 'Azure',
    also: ['Azure DevOps', 'Azure service'],
    revoke:
      'az storage account keys renew, az ad app credential delete, or "Access keys" > Regenerate of the resource; a shared access signature ends with the key or policy that signed it; tokens of Azure DevOps under User settings > Personal access tokens',
    audit:
      'Sign-in logs of Entra ID for applications; diagnostic logs of the resource by caller address; Organization settings > Auditing for Azure DevOps',
    replace: 'A managed identity, or workload identity federation for CI; switch off shared keys where roles can do it',
  },
  {
    provider: 'OpenAI',
    revoke:
      'Platform > API keys > Revoke, in the project that the key belongs to; an administrator key under Organization',
    audit:
      'Usage by API key and day, and the audit logs of the organization where they are turned on; look at files and fine-tuned models too',
    replace:
      'A key of a service account in a project of its own, with restricted permissions and a budget; never in what runs in a browser or an app',
  },
  {
    provider: 'Anthropic',
    revoke: 'Console > Settings > API keys: disable, then delete; an administrator key under Admin keys',
    audit:
      'Usage and Cost of the console, grouped by API key; the logs of its workspace show requests that are not yours',
    replace: 'A key in a workspace of its own with a spend limit, kept on the server; one for each service',
  },
  {
    provider: 'Twilio',
    revoke:
      'Console > Account > API keys & tokens: delete the key; for the auth token create a secondary one, change over, promote it, which ends the old one',
    audit:
      'Monitor > Logs for calls and messages, and the audit events of the account; look at usage and at destinations you do not serve',
    replace: 'A restricted API key for each service in place of the auth token; limit the countries that may be called',
  },
  {
    provider: 'SendGrid',
    revoke: 'Settings > API Keys > Delete API Key; an edited key keeps its value, so delete it',
    audit: 'Activity for mail that you did not send, statistics by day, and the reputation of your senders',
    replace: 'A key with restricted access, mail.send alone, and the list of addresses under IP Access Management',
  },
  {
    provider: 'DigitalOcean',
    revoke:
      'API > Tokens > Delete; a key of Spaces under Spaces Keys, the password of a database under Users & Databases',
    audit:
      '"Last used" beside the token, and Settings > Security history of the team; look for machines and SSH keys that are not yours',
    replace: 'A token with custom scopes that expires; keys of Spaces limited to single buckets',
  },
  {
    provider: 'Cloudflare',
    revoke:
      'My Profile > API Tokens: Roll or Delete; the global key has its Change beside it; tokens of an account under Manage Account > API Tokens',
    audit: 'Manage Account > Audit Log, by actor and token; look at DNS records, workers, rules and new members',
    replace:
      'A token of the account with single permissions for single zones, addresses filtered, and an end; not the global key',
  },
  {
    provider: 'Docker',
    revoke:
      'Account settings > Personal access tokens > Delete; of an organization under Access tokens of the admin console',
    audit:
      '"Last used" beside the token and the activity logs of the organization; compare the digests of your tags with those you built',
    replace: 'A token for reading alone where nothing is pushed, an organization token for CI, each with an end',
  },
  {
    provider: 'PyPI',
    revoke: 'Account settings > API tokens > Remove token; a token is put out of use too when it is reported',
    audit:
      'Account settings > Security history, which names the token for each upload, and the history of each project',
    replace: 'A trusted publisher, which needs no token; else a token for one project alone',
  },
  {
    provider: 'Heroku',
    revoke:
      'Account settings > API Key > Regenerate; heroku authorizations:revoke <id> for what heroku authorizations lists; credentials of a database by heroku pg:credentials:rotate',
    audit:
      'heroku activity and releases of each app; the audit trail of an Enterprise account. Config vars could be read: rotate those too',
    replace: 'heroku authorizations:create with a narrow --scope and --expires-in, one for each use',
  },
  {
    provider: 'Discord',
    revoke:
      'Developer portal > the application > Bot > Reset Token; OAuth2 > Reset Secret; a webhook is deleted under Integrations of its channel',
    audit: 'The audit log of each server that the bot is in; messages that were read leave no trace',
    replace: 'The new token in a secret store; take permissions and privileged intents away that the bot does not need',
  },
  {
    provider: 'Telegram',
    revoke: 'Send /revoke to @BotFather and choose the bot; /token shows the new one',
    audit:
      'getWebhookInfo shows an address that is not yours, and a second reader ends getUpdates with a conflict; there is no log of calls',
    replace:
      'The new token in a secret store, a webhook with a secret_token, /setjoingroups and /setprivacy as narrow as they may be',
  },
  {
    provider: 'private keys',
    rules: ['private-key', 'putty-private-key', 'extended-private-key'],
    revoke:
      'Take the public key out of every authorized_keys, deploy key and account; have the certificate revoked by who issued it; move what a wallet holds before anything else',
    audit:
      'By fingerprint (ssh-keygen -lf): "Accepted publickey" in the logs of sshd; certificate transparency for certificates that are not yours; the chain for a wallet',
    replace:
      'A new pair made where it is used (ssh-keygen -t ed25519, with a passphrase or in hardware), or certificates that last for hours; the key never leaves that machine',
  },
];

/** How a credential of this provider, or one found by this rule, is made worthless; undefined for those that nothing is written about yet. */
export function rotationFor(provider: string | undefined, ruleId: string): Rotation | undefined {
  const row =
    rotations.find(({ rules }) => rules?.includes(ruleId)) ??
    rotations.find((each) => provider !== undefined && (each.provider === provider || each.also?.includes(provider)));
  return row && { provider: row.provider, revoke: row.revoke, audit: row.audit, replace: row.replace };
}

// The pages of the demo city that an account opens by their address.

/** By role: the pages to open, and those whose form is sent as it stands, to be refused. */
export const ROLE_PAGES = {
  resident: {
    open: ['/account', '/account/data', '/account/digests', '/account/drafts', '/account/erase', '/account/factors', '/account/name', '/account/preferences',
      '/account/profile', '/account/reading', '/account/standing', '/bookmarks', '/notifications', '/tags', '/tags/recycling'],
    refused: ['/account/address', '/account/confirm', '/account/password', '/posts/2/flag'],
  },
  moderator: {
    open: ['/review', '/review/appeals', '/review/bulk', '/review/feedback', '/topics/1/arrange', '/topics/1/split', '/polls',
      '/posts/1/revisions', '/people/1/standing', '/review/accounts', '/admin/watched', '/admin/watched/try'],
    refused: ['/posts/2/moderate', '/posts/2/take-out', '/polls/new'],
  },
  staff: {
    open: ['/account/digests', '/desk', '/desk?view=mine&q=none', '/desk/inbox', '/desk/inbox/1', '/campaigns', '/events'],
    refused: ['/desk/new', '/events/new'],
  },
  privacy_officer: {
    open: ['/officer', '/officer/policy', '/officer/retention', '/officer/requests', '/review'],
    refused: ['/officer/agreements', '/officer/approvals', '/officer/breaches', '/officer/disclosures'],
  },
  administrator: {
    open: ['/admin/boards', '/admin/boards/1', '/admin/moderators', '/admin/templates', '/admin/reasons', '/admin/reasons/1', '/officer/approvals', '/admin/offices',
      '/admin/offices/maintenance', '/admin/categories', '/admin/categories/noise', '/admin/districts',
      '/admin/districts/lingya', '/admin/routing', '/admin/routing/1', '/admin/routing/explain',
      '/admin/calendar', '/admin/factors', '/admin/mail', '/admin/status', '/admin/suppressed', '/admin/tokens', '/admin/watched', '/admin/watched/1', '/account/tokens', '/admin/audit', '/admin/audit?subject=organisation', '/admin/audit/sign-ins', '/admin/pages', '/admin/webhooks',
      '/admin/settings', '/admin/settings/name', '/admin/settings/colours', '/admin/settings/languages',
      '/admin/settings/edit-minutes', '/admin/settings/limits', '/admin/settings/retention-cases'],
    refused: ['/admin/settings/banner', '/admin/settings/maintenance', '/admin/settings/logo', '/admin/pages/new', '/admin/boards/new', '/admin/templates/new', '/admin/reasons/new', '/admin/offices/new', '/admin/categories/new',
      '/admin/districts/new', '/admin/routing/new', '/admin/watched/new', '/admin/webhooks/new'],
  },
};

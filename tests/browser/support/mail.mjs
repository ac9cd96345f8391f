// As much of RFC 5322 and MIME as it takes to read what Plaza writes.

/** `raw`: a string with one character a byte. Gives `{messageId, subject, header(name), text, html, links}`. */
export function parseMail(raw) {
  const part = parsePart(raw);
  const texts = leaves(part);
  const text = texts.find((leaf) => leaf.type.startsWith('text/plain'))?.body ?? '';
  return {
    header: (name) => decodeWords(part.headers.get(name.toLowerCase()) ?? ''),
    messageId: part.headers.get('message-id') ?? '',
    subject: decodeWords(part.headers.get('subject') ?? ''),
    text,
    html: texts.find((leaf) => leaf.type.startsWith('text/html'))?.body ?? '',
    links: text.match(/https?:\/\/[^\s<>"]+/g) ?? [],
  };
}

function parsePart(raw) {
  const end = raw.search(/\r?\n\r?\n/);
  const head = end < 0 ? raw : raw.slice(0, end);
  const body = end < 0 ? '' : raw.slice(end).replace(/^\r?\n\r?\n/, '');
  const headers = new Map();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body };
}

function leaves(part) {
  const type = (part.headers.get('content-type') ?? 'text/plain').toLowerCase();
  const boundary = /boundary="?([^";]+)"?/i.exec(part.headers.get('content-type') ?? '')?.[1];
  if (!type.startsWith('multipart/') || !boundary) return [{ type, body: decodeBody(part) }];
  return part.body
    .split(`--${boundary}`)
    .slice(1, -1)
    .flatMap((piece) => leaves(parsePart(piece.replace(/^\r?\n/, ''))));
}

function decodeBody({ headers, body }) {
  switch ((headers.get('content-transfer-encoding') ?? '').toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8');
    case 'quoted-printable':
      return fromHex(body.replace(/=\r?\n/g, ''));
    default:
      return Buffer.from(body, 'latin1').toString('utf8');
  }
}

const fromHex = (text) =>
  Buffer.from(text.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1')
    .toString('utf8');

/** RFC 2047; a character may be split between two words, so bytes are joined first. */
function decodeWords(text) {
  return text.replace(/(?:=\?utf-8\?[bq]\?[^?]*\?=\s*)+/gi, (run) => {
    const bytes = [...run.matchAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi)].map(([, how, word]) =>
      how.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64')
        : Buffer.from(word.replaceAll('_', ' ').replace(/=([0-9A-F]{2})/gi, (_, hex) =>
            String.fromCharCode(parseInt(hex, 16))), 'latin1'));
    return Buffer.concat(bytes).toString('utf8');
  });
}

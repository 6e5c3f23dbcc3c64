// Compute a spot-check draw again from its record, with nothing but what Node brings along.
//
// stdin:  a record (docs/reference/draw.md)
// stdout: {"announcement", "frame", "commitments": [party, ...], "seed", "strata": [...]}
//
// Written from the description of the format, not from Waymark's code. It reports what it computed;
// the caller compares. The signatures of drand and of the ledger are not looked at here.
import {createHash, createHmac} from 'node:crypto';

const FORMAT = 'waymark-draw/1';
const sha256 = data => createHash('sha256').update(data).digest('hex');
const lines = (...all) => sha256(all.map(line => `${line}\n`).join(''));
const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));

// RFC 8785 for what an announcement holds: objects, lists, texts, whole numbers, null.
function canonical(value) {
  if(Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if(value === null || typeof value !== 'object') return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map(key => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

function beaconLine(beacon) {
  if(beacon.kind !== 'drand') return `${beacon.kind} ${beacon.figures}`;
  const randomness = sha256(Buffer.from(beacon.signature, 'hex'));
  return `drand ${beacon.chain} ${beacon.round} ${randomness}`;
}

function rootOf(seal) {
  if(!seal) return 'unsealed';
  const note = seal.proof.slice(seal.proof.indexOf('\n\n') + 2).split('\n');
  return Buffer.from(note[2], 'base64').toString('hex');
}

function size(share, count) {
  if(share.census) return count;
  const [part, whole] = share.rate.map(BigInt);
  const rounded = Number((part * BigInt(count) + whole - 1n) / whole);
  return Math.min(count, Math.max(share.minimum, rounded));
}

let input = '';
for await (const chunk of process.stdin.setEncoding('utf8')) input += chunk;
const record = JSON.parse(input);
const told = record.announcement;
const announcement = sha256(canonical(told));

const frame = record.frame.map(one => `${one.leaf} ${one.stratum}`).sort(byBytes);
const secrets = new Map(record.reveals.map(one => [one.party, one.secret]));
const fixed = new Map(record.commitments.map(one => [one.party, one.commitment]));
const kept = told.parties.map(({id}) => id).filter(id =>
  secrets.has(id) &&
  lines(FORMAT, 'commitment', announcement, id, secrets.get(id)) === fixed.get(id));
const given = told.parties.map(({id}) => {
  if(!fixed.has(id)) return `${id} silent`;
  if(!secrets.has(id)) return `${id} not-revealed ${fixed.get(id)}`;
  return `${id} revealed ${secrets.get(id)}`;
});
const seed = lines(
  FORMAT, 'seed', announcement, rootOf(record.seal), beaconLine(record.beacon), ...given);

const strata = Object.keys(told.policy).sort(byBytes).map(stratum => {
  const tickets = record.frame.filter(one => one.stratum === stratum).map(({leaf}) => ({
    leaf, ticket: createHmac('sha256', Buffer.from(seed, 'hex')).update(leaf).digest('hex')
  })).sort((a, b) => byBytes(a.ticket, b.ticket));
  const drawn = size(told.policy[stratum], tickets.length);
  return {
    stratum,
    selected: tickets.slice(0, drawn),
    reserves: tickets.slice(drawn, drawn + told.reserves)
  };
});
process.stdout.write(JSON.stringify({
  announcement, frame: lines(FORMAT, 'frame', ...frame), commitments: kept, seed, strata
}));

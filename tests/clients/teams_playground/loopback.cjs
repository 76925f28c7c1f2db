// Preload for the playground: every socket that it opens listens on this machine alone.
const net = require("net");
const { listen } = net.Server.prototype;
net.Server.prototype.listen = function (...args) {
  const [where, host] = args;
  if (typeof where === "number" && typeof host !== "string") {
    args.splice(1, 0, "127.0.0.1");
  } else if (where && typeof where === "object" && where.port !== undefined) {
    where.host = "127.0.0.1";
  }
  return listen.apply(this, args);
};

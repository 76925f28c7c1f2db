// Draws messages, modals and the App Home as Slack would: slack-blocks-to-jsx in a frame of ours.

import { Component } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { Message } from "slack-blocks-to-jsx";
import "slack-blocks-to-jsx/dist/style.css";
import "@fontsource/lato/latin-400.css";
import "@fontsource/lato/latin-700.css";
import "@fontsource/lato/latin-ext-400.css";
import "./slack.css";

class Boundary extends Component {
  state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  componentDidCatch(error) {
    this.props.troubles.push(String(error));
  }

  render() {
    return this.state.failed ? <p>It broke.</p> : this.props.children;
  }
}

const LOGO = "data:image/svg+xml," + encodeURIComponent(
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' fill='#0b6b5d'/><path d='M22 11a8 8 0 1 0 1.5 8' fill='none' stroke='#fff' stroke-width='3' stroke-linecap='round'/><circle cx='23' cy='14' r='2.4' fill='#ffd28a'/></svg>");

const text = (object) => object?.text ?? "";

// Where the library differs from Slack: with "verbatim" it draws no mrkdwn at all, where Slack leaves out only links
// and mentions; a select doesn't show what is chosen, nor a field that it may stay empty.
function mended(value) {
  if (Array.isArray(value)) return value.map(mended);
  if (value === null || typeof value !== "object") return value;
  const { verbatim, ...rest } = value;
  if (rest.type === "input" && rest.optional) rest.label = { ...rest.label, text: `${rest.label.text} (optional)` };
  if (rest.type === "static_select" && rest.initial_option) rest.placeholder = rest.initial_option.text;
  return Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, mended(inner)]));
}

// The library puts every block of a list into one frame; a modal needs a word under single ones.
function Blocks({ blocks, theme, ...others }) {
  return <Message blocks={mended(blocks)} logo={LOGO} name="Careloop" theme={theme} time={new Date(2026, 10, 23, 10, 0)} {...others} />;
}

function Post({ drawn, theme }) {
  return (
    <div className="post">
      {drawn.private ? <p className="eye">Only visible to you</p> : null}
      <Blocks blocks={drawn.blocks} theme={theme} />
    </div>
  );
}

function Modal({ drawn, theme }) {
  const { view, errors } = drawn;
  return (
    <div className="modal">
      <div className="modal-head"><b>{text(view.title)}</b><span aria-hidden="true">✕</span></div>
      <div className="modal-body">
        {view.blocks.map((block, number) => (
          <div key={number} className={`${errors[block.block_id] ? "wrong" : ""} ${block.element?.multiline ? "" : "line"}`}>
            <Blocks blocks={[block]} theme={theme} withoutWrapper />
            {errors[block.block_id] ? <p className="error">{errors[block.block_id]}</p> : null}
          </div>
        ))}
      </div>
      <div className="modal-foot"><span className="close">{text(view.close)}</span><span className="submit">{text(view.submit)}</span></div>
    </div>
  );
}

function Home({ drawn, theme }) {
  return (
    <div className="home">
      <div className="tabs"><b>Home</b><span>Messages</span><span>About</span></div>
      <Blocks blocks={drawn.view.blocks} theme={theme} withoutWrapper />
    </div>
  );
}

const FRAMES = { message: Post, modal: Modal, home: Home };

let root = null;

// Draw one thing; return what went wrong.
window.draw = (drawn, theme) => {
  const troubles = [];
  const Frame = FRAMES[drawn.kind];
  const stage = document.getElementById("stage");
  root?.unmount();
  stage.dataset.theme = theme;
  root = createRoot(stage, { onUncaughtError: (error) => troubles.push(String(error)) });
  flushSync(() => root.render(
    <Boundary troubles={troubles}><Frame drawn={drawn} theme={theme} /></Boundary>));
  return troubles;
};

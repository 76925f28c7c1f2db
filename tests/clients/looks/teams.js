// Draws Adaptive Cards as Teams would: Microsoft's renderer, with the sizes and colours of Teams.

import { AdaptiveCard, HostConfig, SerializationContext } from "adaptivecards";
import "./teams.css";

const LOOKS = {
  light: {
    ink: "#242424", quiet: "#616161", back: "#ffffff", line: "#e0e0e0",
    accent: "#5b5fc7", good: "#13a10e", warning: "#835b00", attention: "#c4314b",
    boxes: { emphasis: "#f0f0f0", accent: "#e8ebfa", good: "#e7f2da", attention: "#fcf4f6", warning: "#fff4ce" },
  },
  dark: {
    ink: "#ffffff", quiet: "#adadad", back: "#292929", line: "#525252",
    accent: "#7f85f5", good: "#92c353", warning: "#f2c661", attention: "#f9526b",
    boxes: { emphasis: "#141414", accent: "#383966", good: "#0d2e0d", attention: "#3e1f25", warning: "#463100" },
  },
};

const both = (colour, subtle = colour) => ({ default: colour, subtle });

function hostConfig(look) {
  const foregroundColors = {
    default: both(look.ink, look.quiet), dark: both("#242424"), light: both("#ffffff"), accent: both(look.accent),
    good: both(look.good), warning: both(look.warning), attention: both(look.attention),
  };
  const style = (backgroundColor) => ({ backgroundColor, foregroundColors });
  return new HostConfig({
    supportsInteractivity: true,
    fontFamily: "'Segoe UI', 'Liberation Sans', Arial, sans-serif",
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: look.line },
    containerStyles: {
      default: style(look.back),
      ...Object.fromEntries(Object.entries(look.boxes).map(([name, colour]) => [name, style(colour)])),
    },
    inputs: {
      label: {
        inputSpacing: "small",
        requiredInputs: { suffix: " *", suffixColor: "attention", weight: "bolder" },
        optionalInputs: { weight: "bolder" },
      },
      errorMessage: { size: "small", color: "attention" },
    },
    actions: {
      maxActions: 6, actionsOrientation: "horizontal", actionAlignment: "left", buttonSpacing: 8, spacing: "default",
      showCard: { actionMode: "inline", inlineTopMargin: 16, style: "emphasis" },
    },
  });
}

const unescaped = (words) => words.replace(/\\([\\`*_{}[\]()#+\-.!<>~&|])/g, "$1");

// Our headings escape every sign of Markdown: with the backslashes gone there is no Markdown left.
AdaptiveCard.onProcessMarkdown = (words, result) => {
  const span = document.createElement("span");
  span.textContent = unescaped(words);
  // Whom a mention calls stands in the card beside its text; Teams draws the name in its colour.
  result.outputHtml = span.innerHTML.replace(/&lt;at&gt;(.*?)&lt;\/at&gt;/g, '<span class="mention">$1</span>');
  result.didProcess = true;
};

// Draw one card; return what went wrong.
window.draw = (drawn, theme) => {
  const look = LOOKS[theme];
  const stage = document.getElementById("stage");
  stage.dataset.theme = theme;
  const card = new AdaptiveCard();
  card.hostConfig = hostConfig(look);
  const context = new SerializationContext();
  card.parse(drawn.card, context);
  const troubles = [];
  for (let number = 0; number < context.eventCount; number += 1) troubles.push(context.getEventAt(number).message);
  troubles.push(...card.validateProperties().validationEvents.map((event) => event.message));
  const frame = document.createElement("div");
  frame.className = "frame";
  const who = document.createElement("p");
  who.className = "who";
  who.textContent = drawn.private ? "Careloop  10:00  ·  Only visible to you" : "Careloop  10:00";
  frame.append(card.render());
  stage.replaceChildren(who, frame);
  return troubles;
};

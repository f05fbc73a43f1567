"""Annoki inside Anki: one click brings the collection in step with what you wrote in margins.

Nothing happens at import but this: Anki is told whom to call. The rules are all in `annoki`.
"""

from aqt import gui_hooks

from . import host, menu

gui_hooks.main_window_did_init.append(menu.set_up)
gui_hooks.profile_did_open.append(menu.on_profile_open)
gui_hooks.profile_will_close.append(menu.on_profile_close)
gui_hooks.sync_will_start.append(host.on_anki_sync_start)
gui_hooks.sync_did_finish.append(host.on_anki_sync_end)

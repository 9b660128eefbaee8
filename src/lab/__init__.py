"""The laboratory: a network that a reader puts together and trains, in the page or in the browser.

A reader's settings are read and checked in `settings`; `experiment` trains with them by the means
of `backprop` alone; `code` writes the same run as a program; `view` says and draws how it stands;
`desk` answers the page's script, and `form` makes the page's figure. Source: Smilkov, Carter,
Sculley, Viégas & Wattenberg, Direct-manipulation visualization of deep networks (2017),
https://arxiv.org/abs/1708.03788, for the idea of such a laboratory.
"""

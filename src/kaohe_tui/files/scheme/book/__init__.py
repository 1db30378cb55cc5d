"""Write a scheme as a workbook (考核方案.xlsx), and read it back.

Read ``layout`` first: which sheet holds which tables of scheme.toml; then ``cells``.
``opening`` reads a scheme from a file of either form.
"""

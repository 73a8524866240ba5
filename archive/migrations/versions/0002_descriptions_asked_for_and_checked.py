"""Descriptions asked for, checked, found alike."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('linting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('seen', sa.Integer(), nullable=False),
    sa.Column('upto', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('alike',
    sa.Column('photograph_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('distance', sa.Integer(), nullable=False),
    sa.Column('dismissed', sa.String(length=255), nullable=False),
    sa.ForeignKeyConstraint(['other_id'], ['photograph.id'], ),
    sa.ForeignKeyConstraint(['photograph_id'], ['photograph.id'], ),
    sa.PrimaryKeyConstraint('photograph_id', 'other_id')
    )
    with op.batch_alter_table('alike', schema=None) as batch_op:
        batch_op.create_index('alike_other', ['other_id'], unique=False)

    op.create_table('claim',
    sa.Column('photograph_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=35), nullable=False),
    sa.Column('account', sa.String(length=255), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('until', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['photograph_id'], ['photograph.id'], ),
    sa.PrimaryKeyConstraint('photograph_id', 'language')
    )
    with op.batch_alter_table('claim', schema=None) as batch_op:
        batch_op.create_index('claim_account', ['account', 'position'], unique=False)

    op.create_table('finding',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('photograph_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('level', sa.String(length=16), nullable=False),
    sa.Column('field', sa.String(length=32), nullable=False),
    sa.Column('language', sa.String(length=35), nullable=False),
    sa.Column('message', sa.String(), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['photograph_id'], ['photograph.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.create_index('finding_level', ['level', 'code'], unique=False)
        batch_op.create_index('finding_photograph', ['photograph_id'], unique=False)

    op.create_table('override',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('photograph_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=32), nullable=False),
    sa.Column('field', sa.String(length=32), nullable=False),
    sa.Column('language', sa.String(length=35), nullable=False),
    sa.Column('level', sa.String(length=16), nullable=False),
    sa.Column('mark', sa.String(length=24), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('account', sa.String(length=255), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['photograph_id'], ['photograph.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('photograph_id', 'code', 'field', 'language')
    )
    op.create_table('popularity',
    sa.Column('photograph_id', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['photograph_id'], ['photograph.id'], ),
    sa.PrimaryKeyConstraint('photograph_id')
    )
    with op.batch_alter_table('popularity', schema=None) as batch_op:
        batch_op.create_index('popularity_total', ['total'], unique=False)

    op.create_table('request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('photograph_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('language', sa.String(length=35), nullable=False),
    sa.Column('text_kind', sa.String(length=16), nullable=False),
    sa.Column('mark', sa.String(length=24), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('day', sa.String(length=10), nullable=False),
    sa.Column('once', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('outcome', sa.String(length=32), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('resolved', sa.String(length=32), nullable=False),
    sa.Column('resolver', sa.String(length=255), nullable=False),
    sa.ForeignKeyConstraint(['photograph_id'], ['photograph.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('request', schema=None) as batch_op:
        batch_op.create_index('request_once', ['once'], unique=True, sqlite_where=sa.text("once <> ''"))
        batch_op.create_index('request_open', ['state', 'kind', 'language', 'photograph_id'], unique=False)
        batch_op.create_index('request_photograph', ['photograph_id'], unique=False)

    op.create_table('unfinished',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account', sa.String(length=255), nullable=False),
    sa.Column('photograph_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('language', sa.String(length=35), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('base', sa.Integer(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('window', sa.String(length=32), nullable=False),
    sa.Column('at', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['photograph_id'], ['photograph.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('account', 'photograph_id', 'kind', 'language')
    )
    op.create_table('view',
    sa.Column('photograph_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.String(length=10), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['photograph_id'], ['photograph.id'], ),
    sa.PrimaryKeyConstraint('photograph_id', 'day')
    )
    with op.batch_alter_table('view', schema=None) as batch_op:
        batch_op.create_index('view_day', ['day'], unique=False)

    # Built anew: its numbers must never come back for another text, which SQLite promises only on request.
    with op.batch_alter_table('description', schema=None, recreate='always', table_kwargs={'sqlite_autoincrement': True}) as batch_op:
        batch_op.add_column(sa.Column('accepted', sa.String(length=255), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('reason_code', sa.String(length=32), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('since', sa.String(length=32), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('mark', sa.String(length=24), nullable=False, server_default=''))
        batch_op.create_index('description_mark', ['mark', 'kind', 'language'], unique=False)
        batch_op.create_index('description_photograph', ['photograph_id'], unique=False)
        batch_op.create_index('description_waiting', ['status', 'changed'], unique=False)
        batch_op.create_index('description_author', ['author', 'status', 'changed'], unique=False)

    with op.batch_alter_table('image', schema=None) as batch_op:
        batch_op.add_column(sa.Column('likeness', sa.String(length=16), nullable=False, server_default=''))
        batch_op.create_index('image_likeness', ['likeness', 'photograph_id'], unique=False, sqlite_where=sa.text("replaced = ''"))

    with op.batch_alter_table('photograph', schema=None) as batch_op:
        batch_op.add_column(sa.Column('registered', sa.String(length=32), nullable=False, server_default=''))

    _fill()


def _fill() -> None:
    """What the new columns say of older rows: when it came in, when readers first had it, who answers."""
    op.execute(
        "UPDATE photograph SET registered = COALESCE((SELECT MIN(at) FROM event WHERE"
        " event.subject = 'photograph' AND event.subject_id = photograph.id), '')"
    )
    op.execute("UPDATE description SET since = changed WHERE status = 'approved'")
    # Nobody has answered yet for what came inside a file and waits: it is a draft until somebody does.
    waits = "origin <> 'person' AND status = 'in-review'"
    op.execute(
        "INSERT INTO event (at, actor, verb, subject, subject_id, before, after, reason)"
        " SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), 'operator', 'description.draft', 'photograph', photograph_id,"
        " json_object(kind || '[' || language || ']', json_object('kind', kind, 'language', language, 'text', text,"
        " 'status', status, 'author', author, 'origin', origin)),"
        " json_object(kind || '[' || language || ']', json_object('kind', kind, 'language', language, 'text', text,"
        " 'status', 'draft', 'author', author, 'origin', origin)),"
        f" 'Nobody has answered for this text yet.' FROM description WHERE {waits}"
    )
    op.execute(f"UPDATE description SET status = 'draft' WHERE {waits}")


def downgrade() -> None:
    raise NotImplementedError("There is no way back from here: restore the copy made before the update.")
